import type { RingDocument, RingEntry } from '../../src/keys/ring-document.js';
import {
  activeEntry,
  isSuccessorDue,
  nextRotationMs,
  pendingEntry,
  stateOf,
  tidied,
  withoutKey,
  withSuccessor,
} from '../../src/keys/ring-schedule.js';

const entry = (kid: string, signsFromMs: number, more: Partial<RingEntry> = {}): RingEntry => ({
  ...{ kid, algorithm: 'ES256', createdAtMs: 0, signsFromMs, verifiesMs: 100, jwk: {} },
  ...more,
});
const ring = (...entries: readonly RingEntry[]): RingDocument => ({
  ...{ format: 1, use: 'public-keys', revision: 5, revoked: [] },
  entries,
});
const times = { rotationMs: 1_000_000, pendingMs: 50_000, verifiesMs: 100 };
const kidsOf = (document: RingDocument): readonly string[] => document.entries.map(({ kid }) => kid);

describe('the states of a key', () => {
  const three = ring(
    entry('a', 0, { signsUntilMs: 1_000 }),
    entry('b', 1_000, { signsUntilMs: 2_000 }),
    entry('c', 2_000),
  );

  it.each([
    [-1, ['active', 'pending', 'pending']],
    [0, ['active', 'pending', 'pending']],
    [999, ['active', 'pending', 'pending']],
    [1_000, ['retiring', 'active', 'pending']],
    [1_099, ['retiring', 'active', 'pending']],
    [1_100, ['gone', 'active', 'pending']],
    [1_999, ['gone', 'active', 'pending']],
    [2_000, ['gone', 'retiring', 'active']],
    [2_099, ['gone', 'retiring', 'active']],
    [2_100, ['gone', 'gone', 'active']],
    [9_999_999, ['gone', 'gone', 'active']],
  ])('T4, I-06 · are decided by the time alone: at %d %j', (nowMs, states) => {
    expect(three.entries.map((one) => stateOf(one, three, nowMs))).toEqual(states);
    expect(activeEntry(three, nowMs).kid).toBe(three.entries[states.indexOf('active')]?.kid);
    expect(pendingEntry(three, nowMs)?.kid).toBe(three.entries[states.indexOf('pending')]?.kid);
  });
});

describe('the step that is due', () => {
  it.each([
    ['long before the rotation', ring(entry('a', 0)), 949_999, false],
    ['when publication must begin', ring(entry('a', 0)), 950_000, true],
    ['late, by a process that slept', ring(entry('a', 0)), 99_000_000, true],
    ['while a key is pending', ring(entry('a', 0), entry('b', 2_000_000)), 960_000, false],
  ])('T4 · is to publish a successor or not: %s', (_case, document, nowMs, due) => {
    expect(isSuccessorDue(document, nowMs, times)).toBe(due);
  });

  it('T4 · is never to publish where nothing rotates', () => {
    const never = { ...times, rotationMs: undefined };
    expect(isSuccessorDue(ring(entry('a', 0)), 1e12, never)).toBe(false);
    expect(nextRotationMs(ring(entry('a', 0)), 1e12, never)).toBeUndefined();
  });

  it('T4 · is known ahead', () => {
    expect(nextRotationMs(ring(entry('a', 7)), 7, times)).toBe(1_000_007);
    expect(nextRotationMs(ring(entry('a', 7), entry('b', 500)), 7, times)).toBe(500);
  });

  it('T4 · is to remove what is gone, and nothing else', () => {
    const document = ring(entry('a', 0, { signsUntilMs: 1_000 }), entry('b', 1_000));
    expect(tidied(document, 1_099, times)).toBe(document);
    expect(kidsOf(tidied(document, 1_100, times))).toEqual(['b']);
    expect(tidied(document, 1_100, times).revision).toBe(6);
  });

  it('T4 · is to keep keys longer where tokens now live longer, and never shorter', () => {
    const document = ring(entry('a', 0));
    expect(tidied(document, 0, { ...times, verifiesMs: 500 }).entries[0]?.verifiesMs).toBe(500);
    expect(tidied(document, 0, { ...times, verifiesMs: 50 })).toBe(document);
  });
});

describe('the changes of a ring', () => {
  it('T4 · let the last key sign until its successor does', () => {
    const after = withSuccessor(ring(entry('a', 0)), entry('b', 700));
    expect(after.entries).toMatchObject([{ kid: 'a', signsUntilMs: 700 }, { kid: 'b' }]);
    expect(after.entries[1]).not.toHaveProperty('signsUntilMs');
    expect(after.revision).toBe(6);
  });

  const revocations: readonly (readonly [string, RingDocument, string, readonly string[], string])[] = [
    [
      'the active one: the pending signs at once',
      withSuccessor(ring(entry('a', 0)), entry('b', 90_000)),
      'a',
      ['b'],
      'b',
    ],
    ['the active one without a successor: a fresh one signs at once', ring(entry('a', 0)), 'a', ['fresh'], 'fresh'],
    ['the pending one: the active signs on', withSuccessor(ring(entry('a', 0)), entry('b', 90_000)), 'b', ['a'], 'a'],
    ['a retiring one: nothing else changes', withSuccessor(ring(entry('a', 0)), entry('b', 50_000)), 'a', ['b'], 'b'],
  ];
  it.each(revocations)('T4 · take a key out: %s', (_case, document, kid, kids, signs) => {
    const nowMs = 60_000;
    const after = withoutKey(document, kid, { nowMs, fresh: entry('fresh', nowMs) });
    expect(kidsOf(after)).toEqual(kids);
    expect(activeEntry(after, nowMs).kid).toBe(signs);
    expect(activeEntry(after, nowMs - 10_000).kid).toBe(signs);
    expect(after.revoked).toEqual([{ kid, revokedAtMs: nowMs }]);
    expect(after.entries.at(-1)).not.toHaveProperty('signsUntilMs');
  });

  it('A2 · remember the last 64 revocations', () => {
    let document = ring(entry('k', 0));
    for (let count = 0; count < 100; count += 1)
      document = withoutKey(document, activeEntry(document, count).kid, {
        nowMs: count,
        fresh: entry(`k${count}`, count),
      });
    expect(document.revoked).toHaveLength(64);
    expect(document.entries).toHaveLength(1);
  });
});
