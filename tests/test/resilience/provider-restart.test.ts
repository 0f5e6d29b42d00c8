import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtGuard, jwtGuardErrors } from '@jwt-guard/express';
import type { JwtVerifier } from '@jwt-guard/express';
import express from 'express';
import { tokenByClientCredentials } from '../../src/identity-provider/clients.js';
import { startIdentityProvider } from '../../src/identity-provider/identity-provider.js';
import type { IdentityProvider } from '../../src/identity-provider/identity-provider.js';

const wish = { scope: 'reports:read', resource: 'https://api.example.com' };
const minuteMs = 60_000;

let idp: IdentityProvider;
let server: Server;
let verifier: JwtVerifier;
/** How far the clock of the verifier is ahead. */
let aheadMs = 0;
let fetches = 0;

beforeAll(async () => {
  idp = await startIdentityProvider();
  const guard = jwtGuard({
    issuer: idp.issuer,
    audience: wish.resource,
    clock: () => Date.now() + aheadMs,
    fetch: (url, init) => {
      fetches += 1;
      return fetch(url, init);
    },
  });
  verifier = guard.verifier;
  const app = express();
  app.use(guard);
  app.get('/', (_req, res) => {
    res.sendStatus(204);
  });
  app.use(jwtGuardErrors());
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  verifier.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await idp.close();
});

const newToken = () => tokenByClientCredentials(idp.issuer, wish);

async function statusOf(token: string): Promise<number> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  return response.status;
}

/** Twelve minutes of the verifier's clock, five requests together in each: longer than keys are fresh. */
async function loadFor(tokens: readonly string[], between?: () => void) {
  const statuses: number[] = [];
  for (let minute = 0; minute < 12; minute += 1) {
    aheadMs += minuteMs;
    const sent = Array.from({ length: 5 }, (_, index) => statusOf(tokens[index % tokens.length] ?? ''));
    if (minute === 6) between?.();
    statuses.push(...(await Promise.all(sent)));
  }
  return statuses;
}

const allAccepted = Array.from({ length: 60 }, () => 204);

it('K3, K4, K5, K6 · rejects no good token while oidc-provider is restarted with a new key beside the old, and then alone', async () => {
  const old = await newToken();
  expect(await loadFor([old])).toEqual(allAccepted);

  // Down, and up again with both keys, in the middle of the load.
  expect(await loadFor([old], idp.stop)).toEqual(allAccepted);
  await idp.rotate('key-2');
  const fresh = await newToken();
  expect(kidOf(fresh)).toBe('key-2');
  expect(await loadFor([old, fresh])).toEqual(allAccepted);

  idp.retire();
  expect(await loadFor([fresh, await newToken()])).toEqual(allAccepted);

  expect(await statusOf(old)).toBe(401);
  expect(fetches).toBeLessThan(40);
});

function kidOf(token: string): unknown {
  return (JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString()) as { kid?: unknown }).kid;
}
