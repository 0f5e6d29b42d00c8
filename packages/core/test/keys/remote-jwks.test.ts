import { RefusedFetchError } from '../../src/keys/fetch-document.js';
import { createRemoteJwks } from '../../src/keys/remote-jwks.js';
import type { FetchOccasion } from '../../src/keys/jwks-fetcher.js';
import type { KeyFetchReport } from '../../src/keys/key-refresh.js';
import type { KeyQuery, KeySource } from '../../src/keys/key-source.js';
import type { Jwk } from '../../src/keys/import-jwk.js';
import { publicJwk, testKey } from '../support/keys.js';
import type { TestKey } from '../support/keys.js';

const a = testKey('ES256', 'a');
const b = testKey('ES256', 'b');
const down = new Error('https://issuer.example/jwks: answered 500');
const second = 1_000;
const minute = 60 * second;

const setOf = (...keys: TestKey[]): { keys: Jwk[] } => ({ keys: keys.map((key) => publicJwk(key)) });
const queryFor = (kid: string): KeyQuery => ({ alg: 'ES256', kid });

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Remote {
  readonly source: KeySource;
  readonly reports: KeyFetchReport[];
  readonly signals: AbortSignal[];
  readonly occasions: FetchOccasion[];
  /** What the next fetch answers; an Error is thrown, and undefined is a set that has not changed. */
  answer: unknown;
  maxAgeMs: number | undefined;
  /** What the next fetch waits for. */
  answered: Promise<unknown>;
  /** Where in the jitter the next wait lies, from 0 to 1. */
  jitter: number;
  readonly passMs: (ms: number) => void;
  /** The kids that the source finds, or the code of its error; what it started in the background has ended then. */
  readonly find: (kid: string) => Promise<unknown>;
}

function createRemote(answer: unknown): Remote {
  let nowMs = Date.UTC(2026, 10, 22);
  const reports: KeyFetchReport[] = [];
  const signals: AbortSignal[] = [];
  const occasions: FetchOccasion[] = [];
  const source = createRemoteJwks({
    fetchJwks: async (occasion) => {
      occasions.push(occasion);
      signals.push(occasion.signal);
      const { answer: jwks, maxAgeMs, answered } = remote;
      await answered;
      if (jwks instanceof Error) throw jwks;
      const version = { jwksUri: 'https://issuer.example/jwks', etag: `"${signals.length}"` };
      return { ...(jwks !== undefined && { jwks }), maxAgeMs, version };
    },
    staleIfErrorMs: 60 * minute,
    issuer: 'https://issuer.example',
    algorithms: ['ES256'],
    clock: () => nowMs,
    random: () => remote.jitter,
    report: (report) => reports.push(report),
  });
  const find = async (kid: string): Promise<unknown> => {
    try {
      return (await source.find(queryFor(kid))).map((key) => key.kid);
    } catch (error) {
      return (error as { code?: string }).code;
    } finally {
      await settled();
    }
  };
  const remote: Remote = {
    source,
    reports,
    signals,
    occasions,
    answer,
    maxAgeMs: undefined,
    answered: Promise.resolve(),
    jitter: 1,
    passMs: (ms) => {
      nowMs += ms;
    },
    find,
  };
  return remote;
}

const durationMs = expect.any(Number) as unknown;

describe('createRemoteJwks', () => {
  it('fetches nothing before the first request', () => {
    const remote = createRemote(setOf(a));
    expect(remote.signals).toHaveLength(0);
    expect(remote.source.health?.()).toEqual({ state: 'never', failures: 0 });
  });

  it('has its keys at hand from its first fetch until they are too old, and fetches nothing to tell', async () => {
    const remote = createRemote(setOf(a, b));
    expect(remote.source.atHand?.()).toEqual([]);
    await remote.find('a');
    expect(remote.source.atHand?.()).toMatchObject([{ kid: 'a' }, { kid: 'b' }]);
    remote.passMs(71 * minute);
    expect(remote.source.atHand?.()).toEqual([]);
    expect(remote.occasions).toHaveLength(1);
  });

  it('K9 · tells how long each fetch took', async () => {
    const before = performance.now();
    const remote = createRemote(setOf(a));
    await remote.find('a');
    remote.answer = down;
    remote.passMs(20 * minute);
    await remote.find('a');
    const elapsedMs = performance.now() - before;
    const durations = remote.reports.map((report) => (report as { durationMs?: number }).durationMs);
    expect(remote.reports.map(({ outcome }) => outcome)).toEqual(['fetched', 'failed', 'stale-used']);
    expect(durations.slice(0, 2).every((durationMs = Infinity) => durationMs >= 0 && durationMs < elapsedMs)).toBe(
      true,
    );
  });

  it('reports what was fetched, with the keys that cannot be used', async () => {
    const remote = createRemote({ keys: [publicJwk(a), null] });
    await remote.find('a');
    expect(remote.reports).toEqual([
      {
        outcome: 'fetched',
        kids: ['a'],
        unusable: [{ index: 1, complaint: 'not a JSON object' }],
        unchanged: false,
        durationMs,
        added: [],
        removed: [],
      },
    ]);
  });

  describe('refresh', () => {
    it.each([
      [0, 7 * minute],
      [0.5, 8 * minute],
      [1, 9 * minute],
    ])('K3 · starts at 80 %% ± 10 %% of the ten minutes: with the jitter %d after %d ms', async (jitter, dueMs) => {
      const remote = createRemote(setOf(a));
      remote.jitter = jitter;
      await remote.find('a');
      remote.passMs(dueMs - 1);
      await remote.find('a');
      expect(remote.signals).toHaveLength(1);
      remote.passMs(1);
      await remote.find('a');
      expect(remote.signals).toHaveLength(2);
    });

    it('K3 · lets no request wait while the key is at hand', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      let answer = (): void => undefined;
      remote.answered = new Promise<void>((resolve) => (answer = resolve));
      remote.passMs(9 * minute);
      for (let request = 0; request < 100; request += 1)
        expect(remote.source.find(queryFor('a'))).toMatchObject([{ kid: 'a' }]);
      expect(remote.signals).toHaveLength(2);
      answer();
      await settled();
      expect(remote.source.health?.()).toMatchObject({ state: 'fresh', ageSeconds: 0 });
      expect(remote.signals).toHaveLength(2);
    });

    it('K3 · lets no request wait where the set ages while its refresh is under way', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      let answer = (): void => undefined;
      remote.answered = new Promise<void>((resolve) => (answer = resolve));
      remote.passMs(9 * minute);
      void remote.source.find(queryFor('a'));
      remote.passMs(2 * minute);
      expect(remote.source.find(queryFor('a'))).toMatchObject([{ kid: 'a' }]);
      expect(remote.signals).toHaveLength(2);
      expect(remote.reports.map(({ outcome }) => outcome)).toEqual(['fetched']);
      answer();
      await settled();
      expect(remote.source.health?.()).toMatchObject({ state: 'fresh' });
    });

    it('K4, K-42 · lets no made-up kid open the door to a withdrawn key after a pause', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      let answer = (): void => undefined;
      remote.answered = new Promise<void>((resolve) => (answer = resolve));
      remote.answer = setOf(b);
      remote.passMs(30 * minute);
      const madeUp = remote.find('made-up');
      const withdrawn = remote.find('a');
      answer();
      expect(await Promise.all([madeUp, withdrawn])).toEqual([[], []]);
    });

    it.each([
      ['withdrawn', setOf(b), []],
      ['still there', setOf(a), ['a']],
      ['not to be asked for', down, ['a']],
    ])('K4, K5 · waits once after a pause, because a key may be %s', async (_what, answer, found) => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.answer = answer;
      remote.passMs(10 * minute);
      expect(await Promise.all(Array.from({ length: 50 }, () => remote.find('a')))).toEqual(Array(50).fill(found));
      expect(remote.signals).toHaveLength(2);
      if (answer === down) expect(remote.source.find(queryFor('a'))).toMatchObject([{ kid: 'a' }]);
    });

    it.each([
      ['20 minutes, as the server says', 20 * minute, 20 * minute],
      ['a minute, where the server says less', 5 * second, minute],
      ['an hour, where the server says more', 24 * 60 * minute, 60 * minute],
    ])('K3 · keeps the keys for %s', async (_what, maxAgeMs, lifeMs) => {
      const remote = createRemote(setOf(a));
      remote.maxAgeMs = maxAgeMs;
      await remote.find('a');
      remote.passMs(0.9 * lifeMs - 1);
      await remote.find('a');
      expect(remote.signals).toHaveLength(1);
      expect(remote.source.health?.()).toMatchObject({ state: 'fresh' });
      remote.answer = down;
      remote.passMs(0.1 * lifeMs + 1);
      await remote.find('a');
      expect(remote.source.health?.()).toMatchObject({ state: 'stale' });
      expect(remote.signals).toHaveLength(2);
    });

    it('K3 · takes a set that has not changed for a good fetch, and keeps its keys', async () => {
      const remote = createRemote(setOf(a));
      const [before] = await remote.source.find(queryFor('a'));
      expect(remote.occasions[0]?.previous).toBeUndefined();
      remote.answer = undefined;
      for (let refresh = 2; refresh <= 12; refresh += 1) {
        remote.passMs(9 * minute);
        expect(await remote.find('a')).toEqual(['a']);
        expect(remote.occasions.at(-1)?.previous?.etag).toBe(`"${refresh - 1}"`);
        expect(remote.reports.at(-1)).toMatchObject({ outcome: 'fetched', kids: ['a'], unchanged: true, added: [] });
      }
      const [after] = await remote.source.find(queryFor('a'));
      expect(after).toBe(before);
      expect(remote.source.health?.()).toMatchObject({ state: 'fresh', ageSeconds: 0, failures: 0 });
    });

    it('K4 · takes no answer without a set for one at first', async () => {
      expect(await createRemote(undefined).find('a')).toBe('keys_unavailable');
    });

    it('K3 · K5 · is tried again by the back-off, and nobody waits for it', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.answer = down;
      remote.passMs(9 * minute);
      for (let elapsed = 0; elapsed < 8; elapsed += 1) {
        for (let request = 0; request < 20; request += 1) expect(await remote.find('a')).toEqual(['a']);
        remote.passMs(second);
      }
      expect(remote.signals).toHaveLength(1 + 4); // after 0, 1, 3 and 7 seconds
      expect(remote.source.health?.()).toMatchObject({ state: 'fresh', failures: 4 });
    });

    it('K3 · fails no request in an outage of an hour under steady load, and K5 · recovers by one fetch', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.answer = down;
      for (let elapsed = 0; elapsed < 60 * 60; elapsed += 1) {
        remote.passMs(second);
        expect(remote.source.find(queryFor('a'))).toMatchObject([{ kid: 'a' }]);
        await settled();
      }
      const failed = remote.signals.length - 1;
      expect(failed).toBeLessThan(70);
      remote.answer = setOf(a);
      for (let elapsed = 0; elapsed < 120; elapsed += 1) {
        remote.passMs(second);
        expect(await remote.find('a')).toEqual(['a']);
      }
      expect(remote.signals).toHaveLength(1 + failed + 1);
      expect(remote.source.health?.()).toMatchObject({ state: 'fresh', failures: 0 });
    });
  });

  describe('single flight', () => {
    it('K7 · makes one fetch for 50 concurrent cold requests', async () => {
      const remote = createRemote(setOf(a));
      const found = await Promise.all(Array.from({ length: 50 }, () => remote.find('a')));
      expect(found).toEqual(Array(50).fill(['a']));
      expect(remote.signals).toHaveLength(1);
    });

    it('K7 · makes one fetch for 50 concurrent requests against an endpoint that fails', async () => {
      const remote = createRemote(down);
      const found = await Promise.all(Array.from({ length: 50 }, () => remote.find('a')));
      expect(found).toEqual(Array(50).fill('keys_unavailable'));
      expect(remote.signals).toHaveLength(1);
    });

    it('K7 · makes one fetch for 50 concurrent requests after the keys have aged', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.passMs(11 * minute);
      await Promise.all(Array.from({ length: 50 }, () => remote.find('a')));
      expect(remote.signals).toHaveLength(2);
    });
  });

  describe('failure', () => {
    it('K7 · K5 · fetches from a cold failing endpoint by the back-off, not by the request', async () => {
      const remote = createRemote(down);
      const fetchedAtSecond: number[] = [];
      for (let elapsed = 0; elapsed <= 200; elapsed += 1) {
        const before = remote.signals.length;
        for (let request = 0; request < 20; request += 1) expect(await remote.find('a')).toBe('keys_unavailable');
        if (remote.signals.length > before) fetchedAtSecond.push(elapsed);
        remote.passMs(second);
      }
      expect(fetchedAtSecond).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
      expect(remote.signals).toHaveLength(fetchedAtSecond.length);
    });

    it('K5 · waits a second at the least, and spreads the rest by jitter', async () => {
      const remote = createRemote(down);
      await remote.find('a');
      remote.passMs(second);
      remote.jitter = 0;
      await remote.find('a');
      remote.passMs(second - 1);
      await remote.find('a');
      expect(remote.signals).toHaveLength(2);
      remote.passMs(1);
      remote.jitter = 0.5;
      await remote.find('a');
      expect(remote.signals).toHaveLength(3);
      expect(remote.reports[2]).toMatchObject({ retryAfterSeconds: 3 });
    });

    it('K8 · tells when the keys will be asked for again, and why there are none', async () => {
      const remote = createRemote(down);
      await expect(remote.source.find(queryFor('a'))).rejects.toMatchObject({
        status: 503,
        cause: down,
        headers: { 'Retry-After': '1' },
      });
      remote.passMs(second);
      await remote.find('a');
      remote.passMs(500);
      await expect(remote.source.find(queryFor('a'))).rejects.toMatchObject({ headers: { 'Retry-After': '2' } });
      expect(remote.reports).toEqual([
        { outcome: 'failed', error: down, retryAfterSeconds: 1, staleKeysUsed: false, durationMs },
        { outcome: 'failed', error: down, retryAfterSeconds: 2, staleKeysUsed: false, durationMs },
      ]);
    });

    it('K5 · serves again as soon as the endpoint does, and then backs off from the start', async () => {
      const remote = createRemote(down);
      await remote.find('a');
      remote.passMs(second);
      await remote.find('a');
      remote.answer = setOf(a);
      remote.passMs(2 * second);
      expect(await remote.find('a')).toEqual(['a']);
      remote.answer = down;
      remote.passMs(10 * minute);
      await remote.find('a');
      expect(remote.reports.at(-2)).toMatchObject({ outcome: 'failed', retryAfterSeconds: 1, staleKeysUsed: true });
    });

    it.each([
      ['no key set', {}],
      ['an empty set', { keys: [] }],
      ['a set of over 100 keys', { keys: Array(101).fill(publicJwk(b)) }],
      ['a set of secrets', { keys: [{ kty: 'oct', kid: 'a', k: 'c2VjcmV0' }] }],
      ['a set of private keys', { keys: [{ ...publicJwk(a), d: 'AQAB' }] }],
      ['a set of duplicates', { keys: [publicJwk(a), publicJwk(b, { kid: 'a' })] }],
    ])('K2 · K-41 · takes %s for a failure, and never replaces a good set by it', async (_name, document) => {
      const remote = createRemote(document);
      expect(await remote.find('a')).toBe('keys_unavailable');
      remote.answer = setOf(a);
      remote.passMs(second);
      expect(await remote.find('a')).toEqual(['a']);
      remote.answer = document;
      remote.passMs(10 * minute);
      expect(await remote.find('a')).toEqual(['a']);
      expect(remote.reports.at(-2)).toMatchObject({ outcome: 'failed', staleKeysUsed: true });
    });

    it('K5 · serves the last good set for an hour past its time, then none', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.answer = down;
      remote.passMs(70 * minute - 1);
      expect(await remote.find('a')).toEqual(['a']);
      expect(remote.source.health?.()).toMatchObject({ state: 'stale' });
      remote.passMs(1);
      expect(await remote.find('a')).toBe('keys_unavailable');
      expect(remote.source.health?.()).toMatchObject({ state: 'expired' });
    });

    it('K8 · does not know a key that the stale set lacks: it may have been published since', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.answer = down;
      remote.passMs(11 * minute);
      expect(await remote.find('b')).toBe('keys_unavailable');
      expect(await remote.find('a')).toEqual(['a']);
    });

    it('K5 · serves stale keys without a fetch while it backs off', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.answer = down;
      remote.passMs(10 * minute);
      for (let request = 0; request < 20; request += 1) expect(await remote.find('a')).toEqual(['a']);
      expect(remote.signals).toHaveLength(2);
    });

    it('K9 · tells of stale keys once for each failure, with their ages', async () => {
      const remote = createRemote(setOf(a));
      const told = (): KeyFetchReport[] => remote.reports.filter(({ outcome }) => outcome === 'stale-used');
      await remote.find('a');
      remote.answer = down;
      remote.passMs(9 * minute);
      for (let request = 0; request < 3; request += 1) await remote.find('a');
      expect(told()).toEqual([]);
      remote.passMs(2 * minute);
      for (let request = 0; request < 5; request += 1) await remote.find('a');
      const ages = { outcome: 'stale-used', ageSeconds: 11 * 60, usableForSeconds: 59 * 60 };
      expect(told()).toEqual([ages, ages]); // after the failure at 9 minutes, and after the next
      remote.answer = setOf(a);
      remote.passMs(minute);
      for (let request = 0; request < 5; request += 1) await remote.find('a');
      expect(told()).toHaveLength(2);
    });

    it.each([
      ['waits as long as the server asks', 30 * second, 30],
      ['never waits longer than a minute', 3_600 * second, 60],
      ['never waits less than a second', 0, 1],
    ])('K5 · %s by Retry-After', async (_what, askedForMs, seconds) => {
      const remote = createRemote(new RefusedFetchError('https://issuer.example/jwks: answered 429', askedForMs));
      await remote.find('a');
      expect(remote.reports).toMatchObject([{ outcome: 'failed', retryAfterSeconds: seconds }]);
      remote.passMs(seconds * second - 1);
      await remote.find('a');
      expect(remote.signals).toHaveLength(1);
      remote.passMs(1);
      await remote.find('a');
      expect(remote.signals).toHaveLength(2);
    });

    it('K5 · waits for the most patient of the servers that discovery asked', async () => {
      const refusals = [10, undefined, 20].map((ms) => new RefusedFetchError('x', ms === undefined ? ms : ms * second));
      const remote = createRemote(new AggregateError([...refusals, down], 'no metadata'));
      await remote.find('a');
      expect(remote.reports).toMatchObject([{ retryAfterSeconds: 20 }]);
    });

    it('asks again at once when the clock is set back during a back-off', async () => {
      const remote = createRemote(down);
      await remote.find('a');
      remote.answer = setOf(a);
      remote.passMs(-24 * 60 * minute);
      expect(await remote.find('a')).toEqual(['a']);
    });

    it('K5 · takes keys neither for fresh nor for stale for ever when the clock is set back', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.answer = down;
      remote.passMs(-24 * 60 * minute);
      expect(await remote.find('a')).toEqual(['a']);
      expect(remote.source.health?.()).toMatchObject({ state: 'stale', usableForSeconds: 3_600 });
      remote.passMs(60 * minute);
      expect(await remote.find('a')).toBe('keys_unavailable');
    });

    it('K3 · refreshes at once when the clock is set back', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.passMs(-24 * 60 * minute);
      expect(remote.source.health?.()).toMatchObject({ state: 'stale' });
      expect(await remote.find('a')).toEqual(['a']);
      expect(remote.signals).toHaveLength(2);
      expect(remote.source.health?.()).toMatchObject({ state: 'fresh' });
    });
  });

  describe('rotation', () => {
    it('K4 · K-42 · refuses a key that is no longer published', async () => {
      const remote = createRemote(setOf(a, b));
      await remote.find('a');
      remote.answer = setOf(b);
      remote.passMs(9 * minute);
      expect(await remote.find('a')).toEqual(['a']);
      expect(await remote.find('a')).toEqual([]);
      expect(await remote.find('b')).toEqual(['b']);
      expect(remote.reports.at(1)).toMatchObject({ added: [], removed: [{ kid: 'a', algorithm: 'ES256' }] });
      remote.answer = down;
      remote.passMs(20 * minute);
      expect(await remote.find('b')).toEqual(['b']);
      expect(await remote.find('a')).toBe('keys_unavailable');
    });

    it('K4 · K-42 · refuses a key that is no longer published at once when told to reload', async () => {
      const remote = createRemote(setOf(a, b));
      await remote.find('a');
      remote.answer = setOf(b);
      await remote.source.reload?.();
      expect(remote.occasions.map(({ anew }) => anew)).toEqual([true, true]);
      expect(await remote.find('a')).toEqual([]);
      expect(await remote.find('b')).toEqual(['b']);
    });

    it('K1 · looks for the place of the keys anew where a key is missing from a set past its time, and not where it is at hand', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.passMs(20 * minute);
      await remote.find('a');
      remote.passMs(20 * minute);
      await remote.find('b');
      expect(remote.occasions.map(({ anew }) => anew)).toEqual([true, false, true]);
    });

    it('K4 · K-42 · reloads once more where a fetch that is under way may be older', async () => {
      const remote = createRemote(setOf(a, b));
      await remote.find('a');
      let answer = (): void => undefined;
      remote.answered = new Promise<void>((resolve) => (answer = resolve));
      remote.passMs(9 * minute);
      await remote.find('a');
      const reloaded = remote.source.reload?.();
      remote.answer = setOf(b);
      answer();
      await reloaded;
      expect(remote.signals).toHaveLength(3);
      expect(await remote.find('a')).toEqual([]);
    });

    it('K8 · cannot reload while the endpoint fails, and keeps what it has', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.answer = down;
      remote.passMs(9 * minute);
      remote.answered = settled();
      void remote.source.find(queryFor('a'));
      await expect(remote.source.reload?.()).rejects.toMatchObject({ code: 'keys_unavailable' });
      expect(await remote.find('a')).toEqual(['a']);
    });

    it('K4 · K-43 · takes the new key where a kid is used again', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.answer = { keys: [publicJwk(b, { kid: 'a' })] };
      remote.passMs(10 * minute);
      await remote.find('a');
      const name = { kid: 'a', algorithm: 'ES256' };
      expect(remote.reports.at(-1)).toMatchObject({ added: [name], removed: [name] });
      const [key] = await remote.source.find(queryFor('a'));
      expect(key?.keyObject.equals(b.keyObject)).toBe(true);
    });

    it('K6 · accepts a key that was published a moment ago, at once', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.answer = setOf(a, b);
      expect(await remote.find('b')).toEqual(['b']);
      expect(remote.signals).toHaveLength(2);
    });

    it('K6 · fetches twice for a flood of made-up kids, and then once every 15 seconds', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      for (let request = 0; request < 500; request += 1) expect(await remote.find(`made-up-${request}`)).toEqual([]);
      expect(remote.signals).toHaveLength(1 + 2);
      remote.passMs(15 * second);
      for (let request = 0; request < 500; request += 1) expect(await remote.find(`made-up-${request}`)).toEqual([]);
      expect(remote.signals).toHaveLength(1 + 3);
    });

    it('K6 · a flood neither delays nor rejects a good token, and a fresh key comes through within 15 seconds', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      for (let request = 0; request < 10; request += 1) await remote.find(`made-up-${request}`);
      const flood = remote.find('made-up');
      expect(remote.source.find(queryFor('a'))).toMatchObject([{ kid: 'a' }]);
      await flood;
      remote.answer = setOf(a, b);
      expect(await remote.find('b')).toEqual([]);
      remote.passMs(15 * second);
      expect(await remote.find('b')).toEqual(['b']);
    });

    it('K6 · unknown kids share a fetch that is under way, even when the budget is spent', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      await remote.find('x');
      remote.answer = setOf(a, b);
      const found = await Promise.all([remote.find('b'), remote.find('b'), remote.find('b'), remote.find('y')]);
      expect(found).toEqual([['b'], ['b'], ['b'], []]);
      expect(remote.signals).toHaveLength(3);
    });

    it('K6 · fetches for one kid that never comes once every 15 seconds, and keeps a fetch for a fresh key', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      for (let elapsed = 0; elapsed < 60; elapsed += 1) {
        for (let request = 0; request < 20; request += 1) expect(await remote.find('gone')).toEqual([]);
        remote.passMs(second);
      }
      expect(remote.signals).toHaveLength(1 + 4);
      remote.answer = setOf(a, b);
      expect(await remote.find('b')).toEqual(['b']);
    });

    it('K6 · looks again where the fetch that was under way is older than the key', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      let answer = (): void => undefined;
      remote.answered = new Promise<void>((resolve) => (answer = resolve));
      const madeUp = remote.find('made-up');
      const another = remote.find('another');
      const fresh = remote.find('b');
      remote.answer = setOf(a, b);
      remote.answered = Promise.resolve();
      answer();
      expect(await Promise.all([madeUp, another, fresh])).toEqual([[], [], ['b']]);
      expect(remote.signals).toHaveLength(3);
    });

    it('K1 · K6 · reads the metadata anew for an unknown kid and after a failure, and not when the keys are only due', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      await remote.find('b');
      remote.passMs(9 * minute);
      await remote.find('a');
      remote.answer = down;
      remote.passMs(9 * minute);
      await remote.find('a');
      remote.passMs(minute);
      await remote.find('a');
      expect(remote.occasions.slice(1).map(({ anew }) => anew)).toEqual([true, false, false, true]);
    });

    it('K8 · cannot know an unknown kid while the endpoint fails, and says so', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.answer = down;
      for (let request = 0; request < 20; request += 1) expect(await remote.find('b')).toBe('keys_unavailable');
      expect(remote.signals).toHaveLength(2);
      expect(await remote.find('a')).toEqual(['a']);
      remote.answer = setOf(a, b);
      remote.passMs(second);
      expect(await remote.find('b')).toEqual(['b']);
    });

    it('J9 · fetches nothing for a token without kid that no key fits', async () => {
      const remote = createRemote(setOf(a, b));
      await remote.find('a');
      expect(await remote.source.find({ alg: 'ES256' })).toEqual([]);
      expect(remote.signals).toHaveLength(1);
    });
  });

  describe('hydrate', () => {
    it('loads the keys once', async () => {
      const remote = createRemote(setOf(a));
      await remote.source.hydrate?.();
      await remote.source.hydrate?.();
      expect(remote.signals).toHaveLength(1);
      remote.passMs(10 * minute);
      await remote.source.hydrate?.();
      expect(remote.signals).toHaveLength(2);
      expect(remote.source.health?.()).toEqual({
        state: 'fresh',
        loadedAtMs: Date.UTC(2026, 10, 22) + 10 * minute,
        ageSeconds: 0,
        usableForSeconds: 70 * 60,
        failures: 0,
      });
    });

    it('K8 · rejects when the keys cannot be had', async () => {
      await expect(createRemote(down).source.hydrate?.()).rejects.toMatchObject({ code: 'keys_unavailable' });
    });
  });

  describe('close', () => {
    it('A6 · aborts the fetch that is under way', async () => {
      const remote = createRemote(setOf(a));
      const found = remote.find('a');
      expect(remote.signals[0]?.aborted).toBe(false);
      remote.source.close?.();
      expect(remote.signals[0]?.aborted).toBe(true);
      await found;
    });

    it('A6 · fetches nothing any more', async () => {
      const remote = createRemote(setOf(a));
      remote.source.close?.();
      expect(await remote.find('a')).toBe('keys_unavailable');
      expect(remote.signals).toHaveLength(0);
    });

    it('A6 · refreshes nothing any more, and serves what is at hand', async () => {
      const remote = createRemote(setOf(a));
      await remote.find('a');
      remote.source.close?.();
      remote.passMs(11 * minute);
      expect(await remote.find('a')).toEqual(['a']);
      expect(remote.signals).toHaveLength(1);
    });
  });
});
