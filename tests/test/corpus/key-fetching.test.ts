import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createJwtVerifier } from '@jwt-guard/core';
import type { JwtVerifier } from '@jwt-guard/core';
import { createKeyRing } from '@jwt-guard/issuer';
import { createTestKey, selfSignedCertificate, startLocalIssuer } from '@jwt-guard/testing';
import type { LocalIssuerServer } from '@jwt-guard/testing';

import { verdictOn } from '../../src/corpus/verdict.js';

const second = 1_000;
const hour = 3_600 * second;
/** Outlives every pause of these tests. */
const expiresIn = 24 * 3_600;

let nowMs: number;
let issuer: LocalIssuerServer;
let verifier: JwtVerifier;
const clock = (): number => nowMs;

beforeEach(async () => {
  nowMs = 1_800_000_000_000;
  issuer = await startLocalIssuer({ clock });
  verifier = createJwtVerifier({ issuer: issuer.issuer, audience: issuer.audience, clock, random: () => 0.5 });
});
afterEach(async () => {
  verifier.close();
  await issuer.close();
});

const good = (): string => issuer.tokenFor({ expiresIn });
const stray = (kid: string): string => issuer.tokenFor({ expiresIn, header: { kid } });
const keyFetches = (): number => issuer.requests.filter((path) => path === new URL(issuer.jwksUri).pathname).length;
const fail = (status: number): void => {
  issuer.intercept((_request, response) => response.writeHead(status).end());
};
const verdicts = (tokens: readonly string[]): Promise<readonly string[]> =>
  Promise.all(tokens.map((token) => verdictOn(verifier, token)));
const numbered = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('keys that are fetched', () => {
  it('K6, D-01 · 1,000 tokens with made-up kids cost two fetches, and are all refused', async () => {
    expect(await verdictOn(verifier, good())).toBe('accepted');
    for (const token of numbered(1_000, (index) => stray(`made-up-${index}`)))
      expect(await verdictOn(verifier, token)).toBe('invalid_token');
    expect(keyFetches()).toBe(1 + 2);
    expect(await verdictOn(verifier, good())).toBe('accepted');
  });

  it.each([500, 404, 429])(
    'K5, K7, D-02 · 1,000 tokens on a cold start against %i are 503, by one try',
    async (status) => {
      fail(status);
      expect(new Set(await verdicts(numbered(1_000, good)))).toEqual(new Set(['keys_unavailable']));
      const { length } = issuer.requests;
      expect(length).toBe(2); // both places of the metadata, once
      for (let request = 0; request < 1_000; request += 1) await verdictOn(verifier, good());
      expect(issuer.requests).toHaveLength(length);
    },
  );

  it('K5, D-02 · a server that cannot be reached is asked by the back-off', async () => {
    const token = good();
    await issuer.close();
    const failures: number[] = [];
    verifier.on('keysFailed', ({ retryAfterSeconds }) => failures.push(retryAfterSeconds));
    for (let passed = 0; passed < 120; passed += 1) {
      expect(await verdictOn(verifier, token)).toBe('keys_unavailable');
      nowMs += second;
    }
    // The first wait is 1 s; then, with half of the jitter, half of the way to 2, 4, 8, 16, 32 and 60 s.
    expect(failures).toEqual([1, 2, 3, 5, 9, 17, 31, 31, 31]);
  });

  it('K5, D-04 · stale keys serve for an hour past their time, and then it is a 503', async () => {
    await verdictOn(verifier, good());
    fail(500);
    const told: number[] = [];
    verifier.on('keysStaleUsed', ({ usableForSeconds }) => told.push(usableForSeconds));
    nowMs += 600 * second + hour - second;
    expect(await verdictOn(verifier, good())).toBe('accepted');
    nowMs += second;
    expect(await verdictOn(verifier, good())).toBe('keys_unavailable');
    expect(told[0]).toBe(1);
  });

  it('K6, D-05 · a key published amid a flood of made-up kids is accepted within 15 s', async () => {
    await verdictOn(verifier, good());
    for (const token of numbered(100, (index) => stray(`made-up-${index}`))) await verdictOn(verifier, token);
    issuer.rotate();
    const fresh = good();
    expect(await verdictOn(verifier, fresh)).toBe('invalid_token');
    nowMs += 15 * second;
    expect(await verdictOn(verifier, fresh)).toBe('accepted');
  });

  it('K6, D-05 · without a flood it is accepted at once', async () => {
    await verdictOn(verifier, good());
    issuer.rotate();
    expect(await verdictOn(verifier, good())).toBe('accepted');
  });

  it('K7, D-21 · 1,000 requests at once on a cold start make one fetch', async () => {
    expect(new Set(await verdicts(numbered(1_000, good)))).toEqual(new Set(['accepted']));
    expect(keyFetches()).toBe(1);
  });

  it('K4, D-22 · reloads that overlap end with the newest set, and never with an older one', async () => {
    await verdictOn(verifier, good());
    const old = good();
    const first = verifier.reload();
    issuer.replaceKeys(createTestKey());
    await Promise.all([first, verifier.reload(), verifier.reload()]);
    expect(await verdicts([old, good()])).toEqual(['invalid_token', 'accepted']);
  });

  it.each([-hour, hour])('K3, D-28 · a clock that jumps by %i ms leaves no set fresh for ever', async (jumpMs) => {
    await verdictOn(verifier, good());
    const old = good();
    nowMs += jumpMs;
    issuer.replaceKeys(createTestKey());
    for (let minute = 0; minute <= 11; minute += 1) {
      nowMs += 60 * second;
      await verdictOn(verifier, issuer.tokenFor({ expiresIn }));
    }
    expect(await verdictOn(verifier, old)).not.toBe('accepted');
    expect(await verdictOn(verifier, good())).toBe('accepted');
  });

  it('K2, D-18 · a server that proves itself by its own word is refused', async () => {
    const key = createTestKey('ES256');
    const der = selfSignedCertificate(key).toString('base64');
    let requests = 0;
    const server = createServer(
      {
        key: key.privateKey.export({ format: 'pem', type: 'pkcs8' }),
        cert: `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`,
      },
      (_request, response) => {
        requests += 1;
        response.setHeader('Content-Type', 'application/json').end(JSON.stringify(issuer.jwks));
      },
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const jwksUri = `https://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    const trusting = createJwtVerifier({ issuer: issuer.issuer, audience: issuer.audience, jwksUri, clock });
    const codes: unknown[] = [];
    trusting.on('keysFailed', ({ error }) => codes.push((error as { cause?: { code?: string } }).cause?.code));
    expect(await verdictOn(trusting, good())).toBe('keys_unavailable');
    expect({ codes, requests }).toEqual({ codes: ['DEPTH_ZERO_SELF_SIGNED_CERT'], requests: 0 });
    server.close();
  });

  it.each(['http://auth.example.com/jwks', 'https://user:pass@auth.example.com/jwks', 'ftp://auth.example.com/jwks'])(
    'K2, D-16 · %s is refused as a place of keys, at creation',
    (jwksUri) => {
      expect(() => createJwtVerifier({ issuer: issuer.issuer, audience: 'api', jwksUri })).toThrow('jwksUri');
    },
  );

  it('K1, D-20 · metadata are held to the limits of key sets', async () => {
    issuer.intercept((_request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ issuer: issuer.issuer, jwks_uri: issuer.jwksUri, x: 'x'.repeat(131_072) }));
    });
    const failures: unknown[] = [];
    verifier.on('keysFailed', ({ error }) => failures.push(...(error as AggregateError).errors.map(String)));
    expect(await verdictOn(verifier, good())).toBe('keys_unavailable');
    expect(failures).toEqual([
      expect.stringContaining('more than 131072 bytes'),
      expect.stringContaining('more than 131072 bytes'),
    ]);
  });
});

it('A6, D-29 · intervals of months start no timer that fires at once', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  const keys = await createKeyRing({ rotationInterval: '365d' });
  await verdictOn(verifier, good());
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  keys.close();
  expect(warnings.filter(({ name }) => name === 'TimeoutOverflowWarning')).toEqual([]);
});
