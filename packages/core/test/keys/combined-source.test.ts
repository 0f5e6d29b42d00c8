import { createCombinedSource } from '../../src/keys/combined-source.js';
import type { CombinedPart } from '../../src/keys/combined-source.js';
import type { KeyHolder, KeyQuery, KeySource } from '../../src/keys/key-source.js';
import type { VerificationKey } from '../../src/keys/verification-key.js';
import { testKey, verificationKey } from '../support/keys.js';

const [a, b] = [verificationKey(testKey('ES256', 'a')), verificationKey(testKey('ES256', 'b'))];
const unnamed: VerificationKey = { algorithm: 'ES256', keyObject: testKey('ES256', 'unnamed').keyObject };
const hmac = verificationKey(testKey('HS256'));
const query: KeyQuery = { alg: 'ES256', kid: 'a' };
const down = new Error('down');
const never = (): Promise<never> => new Promise(() => undefined);

type Part = CombinedPart & { asked: number };

/** A part for ES256 that has nothing at hand, and counts how often it is asked. */
function asking(answer: KeySource['find']): Part {
  const part: Part = {
    asked: 0,
    algorithms: ['ES256'],
    source: {
      find: (about) => {
        part.asked += 1;
        return answer(about);
      },
    },
  };
  return part;
}

/** A part for ES256 that has these keys at hand, and answers them, or something else by now. */
function holding(keys: readonly VerificationKey[], answer: KeySource['find'] = () => keys): Part {
  const part = asking(answer);
  const source: KeyHolder = { ...part.source, held: () => keys, atHand: () => keys };
  return Object.assign(part, { source });
}

const find = (...parts: CombinedPart[]): ReturnType<KeySource['find']> => createCombinedSource(parts).find(query);

describe('createCombinedSource', () => {
  it('tells the keys at hand of all its parts, and asks none of them', () => {
    const parts = [holding([a], never), asking(never), { ...holding([hmac], never), algorithms: ['HS256'] }];
    expect(createCombinedSource(parts).atHand?.()).toEqual([a, hmac]);
    expect(parts.map(({ asked }) => asked)).toEqual([0, 0, 0]);
  });

  describe('finds', () => {
    it('J9 · the key at hand that bears the kid of the token, before those that may have signed', () => {
      const parts = [holding([unnamed]), holding([b, a]), asking(never)];
      expect(find(...parts)).toEqual([b, a]);
      expect(parts.map(({ asked }) => asked)).toEqual([0, 1, 0]);
    });

    it('J9 · all keys at hand that may have signed, where none bears the kid, or the token has none', () => {
      const parts = [holding([unnamed]), holding([b]), asking(never)];
      expect(find(...parts)).toEqual([unnamed, b]);
      expect(createCombinedSource(parts).find({ alg: 'ES256' })).toEqual([unnamed, b]);
    });

    it('K4 · what those at hand promise, and asks all of them where it turns out to be nothing', async () => {
      const other = asking(() => [b]);
      await expect(
        find(
          holding([a], () => Promise.resolve([a])),
          other,
        ),
      ).resolves.toEqual([a]);
      expect(other.asked).toBe(0);
      await expect(
        find(
          holding([a], () => Promise.resolve([])),
          other,
        ),
      ).resolves.toEqual([b]);
      await expect(
        find(
          holding([a], () => Promise.resolve([a])),
          holding([a]),
        ),
      ).resolves.toEqual([a, a]);
    });

    it('what any part for the algorithm answers, where none has a key at hand', async () => {
      const secrets = { ...asking(() => [hmac]), algorithms: ['HS256'] };
      const parts = [holding([]), asking(() => [a]), asking(() => Promise.resolve([b])), secrets];
      await expect(find(...parts)).resolves.toEqual([a, b]);
      expect(secrets.asked).toBe(0);
    });

    it('K8 · what others know while one part fails, and fails as it does where they know nothing', async () => {
      const failing = asking(() => Promise.reject(down));
      await expect(
        find(
          failing,
          asking(() => [a]),
        ),
      ).resolves.toEqual([a]);
      await expect(
        find(
          failing,
          asking(() => []),
        ),
      ).rejects.toBe(down);
      await expect(find(asking(() => []))).resolves.toEqual([]);
    });

    it('K8 · further what was not tried, and fails where a part does and nothing is left to try', async () => {
      const [known, failing] = [asking(() => [a, b]), asking(() => Promise.reject(down))];
      const further = (parts: readonly CombinedPart[], ...tried: VerificationKey[]): Promise<unknown> =>
        createCombinedSource(parts).findFurther(query, tried);
      await expect(further([known, failing], a)).resolves.toEqual([b]);
      await expect(further([known], a, b)).resolves.toEqual([]);
      await expect(further([known, failing], a, b)).rejects.toBe(down);
    });
  });

  it('A6 · loads, reloads and closes all parts that can', async () => {
    const calls: string[] = [];
    const note = (name: string) => (): Promise<void> => Promise.resolve(void calls.push(name));
    const able = {
      find: never,
      hydrate: note('hydrate'),
      reload: note('reload'),
      close: () => void calls.push('close'),
    };
    const combined = createCombinedSource([able, { find: never }, able].map((source) => ({ source, algorithms: [] })));
    await combined.hydrate?.();
    await combined.reload?.();
    combined.close?.();
    expect(calls).toEqual(['hydrate', 'hydrate', 'reload', 'reload', 'close', 'close']);
  });

  it.each([
    ['fresh where all are', [{ state: 'fresh' }, undefined], { state: 'fresh' }],
    ['fresh where none can tell', [undefined], { state: 'fresh' }],
    [
      'the worst of each where they differ',
      [
        { state: 'fresh', loadedAtMs: 2_000, ageSeconds: 1, usableForSeconds: 60, failures: 0 },
        { state: 'stale', loadedAtMs: 1_000, ageSeconds: 2, usableForSeconds: 30, failures: 3 },
        { state: 'fresh', loadedAtMs: 3_000, ageSeconds: 0, usableForSeconds: 90, failures: 1 },
      ],
      { state: 'stale', loadedAtMs: 1_000, ageSeconds: 2, usableForSeconds: 30, failures: 3 },
    ],
    [
      'worse where one never had keys',
      [{ state: 'expired' }, { state: 'never' }, { state: 'stale' }],
      { state: 'never' },
    ],
  ] as const)('K9 · is %s', (_what, healths, health) => {
    const sources = healths.map((one) => (one === undefined ? { find: never } : { find: never, health: () => one }));
    expect(createCombinedSource(sources.map((source) => ({ source, algorithms: [] }))).health?.()).toStrictEqual(
      health,
    );
  });
});
