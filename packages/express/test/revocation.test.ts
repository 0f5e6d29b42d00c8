import { jwtGuard, jwtGuardErrors, MemoryRevocationStore } from '@jwt-guard/express';
import type { RevocationOptions, RevocationStore } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import express from 'express';
import type { Express } from 'express';

import { expectAnswer } from './support/expect-refusal.js';
import { trustIn } from './support/guarded-app.js';
import { sendRaw } from './support/raw-http.js';
import type { RawAnswer } from './support/raw-http.js';

const issuer = createLocalIssuer();

/** An application that asks a store, and the number of requests that reached its handler. */
function appWith(
  revocation: RevocationStore | RevocationOptions,
  credentials: 'required' | 'optional' = 'required',
): { readonly handled: () => number; readonly send: (token: string) => Promise<RawAnswer> } {
  let handled = 0;
  const app: Express = express();
  app.use(jwtGuard({ ...trustIn(issuer), revocation, credentials }), (_req, res) => {
    handled += 1;
    res.json({});
  });
  app.use(jwtGuardErrors());
  return {
    handled: () => handled,
    send: (token) => sendRaw(app, { headers: [`Authorization: Bearer ${token}`] }),
  };
}

describe('a revoked token', () => {
  it.each(['required', 'optional'] as const)(
    'V1, B6, L-01 · is 401 invalid_token like any other, where credentials are %s; others stay',
    async (credentials) => {
      const store = new MemoryRevocationStore();
      const { handled, send } = appWith(store, credentials);
      const token = issuer.tokenFor({ claims: { jti: 'stolen' } });
      expect(await send(token)).toMatchObject({ status: 200 });
      await store.revokeToken({ issuer: issuer.issuer, jti: 'stolen' });
      expectAnswer(await send(token), 'invalid_token');
      expect(handled()).toBe(1);
      expect(await send(issuer.tokenFor({ claims: { jti: 'another' } }))).toMatchObject({ status: 200 });
    },
  );

  it('V1, C-39 · must be one that can be revoked: without jti it is 401', async () => {
    const { handled, send } = appWith(new MemoryRevocationStore());
    expectAnswer(await send(issuer.tokenFor({ claims: { jti: undefined } })), 'invalid_token');
    expect(handled()).toBe(0);
  });
});

describe('an outage of the revocation store', () => {
  it.each([
    ['fails', () => Promise.reject(new Error('ECONNREFUSED redis.internal'))],
    ['cannot tell', () => 'unknown' as const],
    ['answers garbage', () => ({ revoked: false }) as never],
  ])('A5, L-11, L-13 · is 503 with Retry-After when it %s, and no challenge', async (_how, check) => {
    for (const credentials of ['required', 'optional'] as const) {
      const { handled, send } = appWith({ maxLifetimeSeconds: 86_400, check }, credentials);
      const { status, headers, body } = await send(issuer.tokenFor());
      expect(status).toBe(503);
      expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
      expect(headers['www-authenticate']).toBeUndefined();
      expect(headers['cache-control']).toBe('no-store');
      expect(JSON.parse(body)).toEqual({ message: 'Service Unavailable' });
      expect(handled()).toBe(0);
    }
  });

  it('A5 · is over for requests as soon as it is over for the store', async () => {
    let isDown = true;
    const check = (): Promise<'ok'> => (isDown ? Promise.reject(new Error('down')) : Promise.resolve('ok'));
    const { send } = appWith({ maxLifetimeSeconds: 86_400, check });
    expect(await send(issuer.tokenFor())).toMatchObject({ status: 503 });
    isDown = false;
    expect(await send(issuer.tokenFor())).toMatchObject({ status: 200 });
  });

  it('V5, L-11 · lets requests through only where the guard was told to', async () => {
    const store: RevocationStore = { maxLifetimeSeconds: 86_400, check: () => 'unknown' };
    const { handled, send } = appWith({ store, whenUnknown: 'allow' });
    expect(await send(issuer.tokenFor())).toMatchObject({ status: 200 });
    expect(handled()).toBe(1);
  });
});
