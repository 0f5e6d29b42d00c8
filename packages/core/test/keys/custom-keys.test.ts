import { InvalidTokenError } from '../../src/errors/invalid-token-error.js';
import { KeysUnavailableError } from '../../src/errors/keys-unavailable-error.js';
import { customKeys } from '../../src/keys/custom-keys.js';
import type { KeySource } from '../../src/keys/key-source.js';
import { testKey, verificationKey } from '../support/keys.js';
import { timersOf } from '../support/timers-of.js';

const key = verificationKey(testKey('ES256'));
const query = { alg: 'ES256', kid: 'k1' };
const find = async (source: Partial<KeySource>, timeoutMs?: number): Promise<unknown> =>
  customKeys(source as KeySource, timeoutMs).find(query);

describe('customKeys', () => {
  it('answers what the source answers, at once or later', async () => {
    const source: KeySource = { find: (asked) => (asked === query ? [key] : []) };
    expect(customKeys(source).find(query)).toEqual([key]);
    await expect(find({ find: () => Promise.resolve([key]) })).resolves.toEqual([key]);
  });

  const bug = new Error('bug');
  it.each<[string, KeySource['find']]>([
    [
      'throws',
      () => {
        throw bug;
      },
    ],
    ['rejects', () => Promise.reject(bug)],
  ])('K8 · K-17 · a source that %s makes the keys unavailable', async (_name, broken) => {
    await expect(find({ find: broken })).rejects.toMatchObject({ code: 'keys_unavailable', status: 503, cause: bug });
  });

  it.each<[unknown]>([
    [undefined],
    [null],
    [{}],
    ['k1'],
    [[null]],
    [['k1']],
    [[key, { ...key }]],
    [Promise.resolve(undefined)],
    [Promise.resolve([{ ...key }])],
  ])('K8 · K-17 · a source that answers no list of checked keys makes the keys unavailable', async (answer) => {
    await expect(find({ find: () => answer as never })).rejects.toMatchObject({ code: 'keys_unavailable' });
  });

  it('K-17 · tells of the checked keys alone that a source has at hand', () => {
    expect(customKeys({ find: () => [], atHand: () => [key, { ...key }] }).atHand?.()).toEqual([key]);
    expect(customKeys({ find: () => [] }).atHand?.()).toEqual([]);
  });

  it('K8 · a source that refuses as if it were a guard makes the keys unavailable', async () => {
    const cause = new InvalidTokenError('key_not_found');
    await expect(find({ find: () => Promise.reject(cause) })).rejects.toMatchObject({
      code: 'keys_unavailable',
      cause,
    });
  });

  it('K8 · K-17 · a source that never answers makes the keys unavailable after the time limit', async () => {
    const never = new Promise<never>(() => undefined);
    await expect(find({ find: () => never }, 10)).rejects.toMatchObject({
      code: 'keys_unavailable',
      cause: { message: 'the key source did not answer in time' },
    });
  });

  it('K8 · keeps the error of a source that knows when to ask again', async () => {
    const error = new KeysUnavailableError({ retryAfterSeconds: 30 });
    await expect(find({ find: () => Promise.reject(error) })).rejects.toBe(error);
  });

  it('A6 · never keeps the process alive by its time limit, whether or not the source answers', async () => {
    const timers = timersOf();
    const never = new Promise<never>(() => undefined);
    await timers.run(async () => {
      await find({ find: () => Promise.resolve([key]) });
      void find({ find: () => never }).catch(() => undefined);
    });
    expect(timers.alive()).toBe(0);
  });

  it('passes hydrate, health and close on, where the source has them', async () => {
    const calls: string[] = [];
    const source = customKeys({
      find: () => [],
      hydrate: () => Promise.resolve(void calls.push('hydrate')),
      reload: () => Promise.resolve(void calls.push('reload')),
      health: () => ({ state: 'stale', loadedAtMs: 1 }),
      close: () => void calls.push('close'),
    });
    await source.hydrate?.();
    await source.reload?.();
    source.close?.();
    expect(calls).toEqual(['hydrate', 'reload', 'close']);
    expect(source.health?.()).toEqual({ state: 'stale', loadedAtMs: 1 });
  });

  it('takes a source without them for one that is always ready', async () => {
    const source = customKeys({ find: () => [] });
    await expect(source.hydrate?.()).resolves.toBeUndefined();
    await expect(source.reload?.()).resolves.toBeUndefined();
    source.close?.();
    expect(source.health?.()).toEqual({ state: 'fresh' });
  });

  it('hydrates a source that cannot reload', async () => {
    let hydrated = 0;
    await customKeys({ find: () => [], hydrate: () => Promise.resolve(void (hydrated += 1)) }).reload?.();
    expect(hydrated).toBe(1);
  });

  it('K8 · a source that cannot hydrate makes the keys unavailable', async () => {
    const source = customKeys({ find: () => [], hydrate: () => Promise.reject(bug) });
    await expect(source.hydrate?.()).rejects.toMatchObject({ code: 'keys_unavailable', cause: bug });
  });
});
