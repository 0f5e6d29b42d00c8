import { createJwtVerifier } from '@jwt-guard/core';
import type { Jwk, KeySource } from '@jwt-guard/core';
import { cachedTestKey, createTestKey, startLocalIssuer } from '@jwt-guard/testing';
import type { LocalIssuerServer } from '@jwt-guard/testing';

import { useTokenCorpus } from '../../src/corpus/use-token-corpus.js';
import { verdictOn } from '../../src/corpus/verdict.js';

const { corpus } = useTokenCorpus();
const timeToLiveMs = 600_000;

describe('keys that come from elsewhere', () => {
  let now = 1_800_000_000_000;
  const clock = (): number => now;
  let issuer: LocalIssuerServer;

  beforeEach(async () => {
    issuer = await startLocalIssuer({ clock });
  });
  afterEach(() => issuer.close());

  const verifierOf = ({ issuer: url, audience }: LocalIssuerServer): ReturnType<typeof createJwtVerifier> =>
    createJwtVerifier({ issuer: url, audience, clock });
  /** Resolves when the next set has been fetched, which nobody waits for. */
  const refreshOf = (verifier: ReturnType<typeof createJwtVerifier>): Promise<void> =>
    new Promise((resolve) => {
      const stop = verifier.on('keysFetched', () => {
        stop();
        resolve();
      });
    });
  /** Publishes this document in place of the key set. */
  const publish = (document: unknown): void => {
    const path = new URL(issuer.jwksUri).pathname;
    issuer.intercept((request, response) => {
      response.setHeader('Content-Type', 'application/json');
      const metadata = { issuer: issuer.issuer, jwks_uri: issuer.jwksUri };
      response.end(JSON.stringify(request.url === path ? document : metadata));
    });
  };

  const failing: readonly (readonly [string, KeySource['find']])[] = [
    [
      'throws',
      () => {
        throw new Error('no keys today');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no keys today'))],
    ['answers no list', () => undefined as unknown as []],
    ['answers a promise of no list', () => Promise.resolve({} as unknown as [])],
  ];
  it.each(failing)('K-17 · a key source of your own that %s is a 503', async (_how, find) => {
    const { target, refuseAll } = corpus();
    const keys = { find };
    const verifier = createJwtVerifier({ issuer: target.issuer, audience: target.audience, clock: target.clock, keys });
    const tokens = [{ variant: 'a good token', token: target.tokenFor() }];
    await refuseAll({ verifier, expected: 'keys_unavailable', tokens, good: undefined });
  });

  it('K-17 · a key source of your own that never answers is a 503 after five seconds', async () => {
    const { issuer: name, audience, tokenFor } = issuer;
    const keys = { find: () => new Promise<never>(() => undefined) };
    const verifier = createJwtVerifier({ issuer: name, audience, clock, keys });
    const { jest } = import.meta;
    jest.useFakeTimers({ now, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] });
    try {
      const verdict = verdictOn(verifier, tokenFor());
      await jest.advanceTimersByTimeAsync(5_000);
      expect(await verdict).toBe('keys_unavailable');
    } finally {
      jest.useRealTimers();
    }
  });

  const good = cachedTestKey('ES256').jwk;
  const unusable: readonly (readonly [string, unknown])[] = [
    ['without keys', {}],
    ['with keys that are null', { keys: null }],
    ['with keys that are an object', { keys: { '0': good } }],
    ['with keys that are text', { keys: 'keys' }],
    ['without a key', { keys: [] }],
    ['of null alone', { keys: [null] }],
    ['that is a list', [good]],
    ['that is null', null],
    ['of 101 keys', { keys: Array.from({ length: 101 }, (_, index) => ({ ...good, kid: `k${index}` })) }],
    ['of one kid twice', { keys: [good, { ...cachedTestKey('ES256', 'second').jwk, kid: good.kid }] }],
    ['of secrets', { keys: [{ kty: 'oct', k: 'AAAA', kid: good.kid, alg: 'HS256' }] }],
    ['of a private key', { keys: [createTestKey().privateKey.export({ format: 'jwk' })] }],
    ['of an encryption key', { keys: [{ ...good, use: 'enc' }] }],
  ];
  it.each(unusable)(
    'K-41 · a key set %s replaces no good one, and is no key set on a cold start',
    async (_what, set) => {
      const verifier = verifierOf(issuer);
      await verifier.hydrate();
      publish(set);
      now += timeToLiveMs;
      await expect(verifier.hydrate()).rejects.toMatchObject({ code: 'keys_unavailable' });
      expect(await verdictOn(verifier, issuer.tokenFor())).toBe('accepted');
      expect(verifier.health().get(issuer.issuer)?.state).toBe('stale');
      expect(await verdictOn(verifierOf(issuer), issuer.tokenFor())).toBe('keys_unavailable');

      issuer.intercept(undefined);
      now += 60_000;
      const refreshed = refreshOf(verifier);
      expect(await verdictOn(verifier, issuer.tokenFor())).toBe('accepted');
      await refreshed;
      expect(verifier.health().get(issuer.issuer)?.state).toBe('fresh');
      verifier.close();
    },
  );

  it('K-18, K-19, K-33, K-34, K-41 · what is wrong in a key set is left out, and the rest of it serves', async () => {
    const other = cachedTestKey('ES256', 'second');
    const leaked = { ...other.privateKey.export({ format: 'jwk' }), kid: 'leaked', alg: 'ES256' } as unknown as Jwk;
    const twins = [cachedTestKey('ES256', 'second').jwk, cachedTestKey('RS256').jwk].map((jwk) => ({
      ...jwk,
      kid: 'twin',
    }));
    publish({ keys: [null, 1, 'key', [], { kty: 'oct', k: 'AAAA' }, { kty: 'new' }, leaked, ...twins, good] });
    const verifier = verifierOf(issuer);
    expect(await verdictOn(verifier, issuer.tokenFor())).toBe('accepted');
    for (const kid of ['leaked', 'twin']) {
      expect(await verdictOn(verifier, issuer.tokenFor({ key: other, header: { kid } }))).toBe('invalid_token');
    }
    verifier.close();
  });

  it('K4, K-42 · a key that was removed is refused from the next refresh on, before its set has lived its time', async () => {
    const verifier = verifierOf(issuer);
    const token = issuer.tokenFor({ expiresIn: 3_600 });
    expect(await verdictOn(verifier, token)).toBe('accepted');
    issuer.replaceKeys(createTestKey('ES256'));
    now += timeToLiveMs - 1;
    const refreshed = refreshOf(verifier);
    expect(await verdictOn(verifier, token)).toBe('accepted');
    await refreshed;
    expect(await verdictOn(verifier, token)).toBe('invalid_token');
    expect(await verdictOn(verifier, issuer.tokenFor())).toBe('accepted');
    verifier.close();
  });

  it('K4, K-42 · a key that was removed is refused at once when the verifier is told to reload', async () => {
    const verifier = verifierOf(issuer);
    const token = issuer.tokenFor();
    expect(await verdictOn(verifier, token)).toBe('accepted');
    issuer.replaceKeys(createTestKey('ES256'));
    await verifier.reload();
    expect(await verdictOn(verifier, token)).toBe('invalid_token');
    verifier.close();
  });

  it('K-42 · a key that was removed is refused at once when a token brings a new one', async () => {
    const verifier = verifierOf(issuer);
    const token = issuer.tokenFor();
    expect(await verdictOn(verifier, token)).toBe('accepted');
    issuer.replaceKeys(createTestKey('ES256'));
    expect(await verdictOn(verifier, issuer.tokenFor())).toBe('accepted');
    expect(await verdictOn(verifier, token)).toBe('invalid_token');
    verifier.close();
  });

  it('K-43 · another key under the same kid takes the place of the old one', async () => {
    const verifier = verifierOf(issuer);
    const old = issuer.keyFor('ES256');
    const next = createTestKey('ES256');
    const tokenOfNext = (): string => issuer.tokenFor({ key: next, header: { kid: old.kid } });
    expect(await verdictOn(verifier, issuer.tokenFor())).toBe('accepted');
    expect(await verdictOn(verifier, tokenOfNext())).toBe('invalid_token');
    publish({ keys: [{ ...next.jwk, kid: old.kid }] });
    now += timeToLiveMs - 1;
    const refreshed = refreshOf(verifier);
    expect(await verdictOn(verifier, issuer.tokenFor())).toBe('accepted');
    await refreshed;
    expect(await verdictOn(verifier, tokenOfNext())).toBe('accepted');
    expect(await verdictOn(verifier, issuer.tokenFor({ key: old }))).toBe('invalid_token');
    verifier.close();
  });
});
