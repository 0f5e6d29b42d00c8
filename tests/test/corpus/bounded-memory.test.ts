import { createJwtVerifier } from '@jwt-guard/core';
import { createTestKey, signCompact } from '@jwt-guard/testing';

import { runNode } from '../../src/workspace/run-node.js';

/** Hundreds of bytes for each of the 16,000 that come after the warm-up would be more. */
const maxGrowthBytes = 2_000_000;

/** By how many bytes the heap grows while 20,000 of each kind are seen, with a cache of so many entries. */
function growthWith(maxCachedTokens: number): Readonly<Record<'tokens' | 'issuers' | 'kids', number>> {
  const { status, stdout, stderr } = runNode(
    ['--expose-gc', 'tests/src/corpus/measure-flood.js', '20000', String(maxCachedTokens)],
    { env: { NODE_ENV: 'production' } },
  );
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Readonly<Record<'tokens' | 'issuers' | 'kids', number>>;
}

describe('a flood of what was never seen before', () => {
  it('D-24, A2 · tokens with jtis of their own, made-up issuers and made-up kids leave nothing on the heap', () => {
    for (const growthBytes of Object.values(growthWith(500))) expect(growthBytes).toBeLessThan(maxGrowthBytes);
  }, 60_000);

  it('would be seen on the heap, were it kept', () => {
    expect(growthWith(1_000_000).tokens).toBeGreaterThan(maxGrowthBytes);
  }, 60_000);
});

describe('a token that is made to hold the event loop', () => {
  const kib = 1_024;
  const { algorithm, privateKey, kid, jwk } = createTestKey();
  const options = { issuer: 'https://auth.example.com', audience: 'https://api.example.com' };
  const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  it.each([
    ['8 KiB of nested lists', nested(4 * kib)],
    ['33 nested lists', nested(33)],
  ])('D-26, A2 · is refused for %s before its issuer is looked at', async (_what, value) => {
    let asked = 0;
    const issuers = (): Promise<undefined> => {
      asked += 1;
      return Promise.resolve(undefined);
    };
    const claims = `{"iss":"${options.issuer}","x":${value}}`;
    const token = signCompact({ header: { alg: algorithm, kid }, claims, key: privateKey, algorithm });
    await expect(createJwtVerifier({ issuers }).verify(token)).rejects.toMatchObject({ reason: 'malformed' });
    expect(asked).toBe(0);
  });

  it('D-26, K2 · finds no set of 2,000 keys to search', () => {
    const keys = Array.from({ length: 2_000 }, (_, number) => ({ ...jwk, kid: `k${number}` }));
    expect(() => createJwtVerifier({ ...options, jwks: { keys } })).toThrow('over 100 keys');
  });
});
