import { createRevocationIndex, revocationMarginSeconds } from '../../src/revocation/revocation-index.js';
import type { RevocationIndex, RevocationIndexOptions } from '../../src/revocation/revocation-index.js';
import { errorWith, textWith } from '../support/expectations.js';

const issuer = 'https://auth.example.com';
const now = 1_800_000_000;

/** An index whose clock the test sets. */
function indexAt(options: Partial<RevocationIndexOptions> = {}): {
  readonly index: RevocationIndex;
  readonly setClock: (seconds: number) => void;
} {
  let seconds = now;
  const index = createRevocationIndex({ maxLifetime: 3_600, clock: () => seconds * 1_000, ...options });
  return {
    index,
    setClock: (value) => {
      seconds = value;
    },
  };
}

const token = { issuer, jti: 'j', sessionId: 's', subject: 'alice', clientId: 'web', issuedAt: now };

describe('what is revoked', () => {
  it.each([
    ['token', { jti: 'j' }],
    ['session', { sessionId: 's' }],
  ] as const)('V1 · by %s: every token of it, also one that was issued later', (level, of) => {
    const { index } = indexAt();
    expect(index.merge({ level, issuer, id: Object.values(of)[0] as string })).toBe(true);
    expect(index.isRevoked({ issuer, ...of, issuedAt: now + 100 })).toBe(true);
    expect(index.isRevoked({ issuer, ...of })).toBe(true);
    expect(index.isRevoked({ ...token, jti: 'other', sessionId: 'other' })).toBe(false);
  });

  it.each([
    ['subject', { level: 'subject', issuer, id: 'alice', at: now }],
    ['client', { level: 'client', issuer, id: 'web', at: now }],
    ['issuer', { level: 'issuer', issuer, at: now }],
  ] as const)('V1 · L-03 · by %s: what was issued at or before the second of the watermark', (_level, entry) => {
    const { index } = indexAt();
    index.merge(entry);
    const revokedAt = (issuedAt: number): boolean => index.isRevoked({ ...token, issuedAt });
    expect([now - 1, now, now + 0.9].map(revokedAt)).toEqual([true, true, true]);
    expect([now + 1, now + 2].map(revokedAt)).toEqual([false, false]);
    expect([NaN, undefined as unknown as number].map(revokedAt)).toEqual([true, true]);
  });

  it('V1 · a watermark is a whole second, whatever the clock says', () => {
    const { index } = indexAt();
    index.merge({ level: 'issuer', issuer, at: now + 0.999 });
    expect(index.watermark(token)).toBe(now);
  });

  it.each([
    ['an older one by subject', { level: 'subject', issuer, id: 'alice', at: now - 100 }],
    ['an older one by client', { level: 'client', issuer, id: 'web', at: now - 100 }],
    [
      'a newer one by subject, which spares the session',
      {
        level: 'subject',
        issuer,
        id: 'alice',
        at: now + 100,
        exceptSession: 's',
      },
    ],
  ] as const)('V1, L-05 · the strictest level wins: %s does not weaken one by issuer', (_case, weaker) => {
    const strict = { level: 'issuer', issuer, at: now } as const;
    for (const order of [[weaker, strict] as const, [strict, weaker] as const]) {
      const { index } = indexAt();
      order.forEach((entry) => index.merge(entry));
      expect(index.isRevoked(token)).toBe(true);
      expect(index.watermark(token)).toBe(now);
    }
  });

  it('V1, L-05 · a newer watermark by a narrower level counts where the wider one is older', () => {
    const { index } = indexAt();
    index.merge({ level: 'issuer', issuer, at: now - 100 });
    index.merge({ level: 'subject', issuer, id: 'alice', at: now });
    expect(index.isRevoked(token)).toBe(true);
    expect(index.isRevoked({ ...token, subject: 'bob' })).toBe(false);
  });

  it('V1 · the spared session is not revoked, not even where its token has no iat', () => {
    const { index } = indexAt();
    index.merge({ level: 'subject', issuer, id: 'alice', at: now, exceptSession: 's' });
    expect(index.isRevoked({ issuer, sessionId: 's', subject: 'alice' })).toBe(false);
    expect(index.isRevoked({ issuer, subject: 'alice' })).toBe(true);
    expect(index.isRevoked({ ...token, sessionId: 'other' })).toBe(true);
  });

  it('V1, C-41 · belongs to its issuer, and to the level that was named', () => {
    const { index } = indexAt();
    index.merge({ level: 'token', issuer, id: 'x' });
    index.merge({ level: 'subject', issuer, id: 'x', at: now });
    expect(index.isRevoked({ ...token, issuer: 'https://other.example.com', jti: 'x', subject: 'x' })).toBe(false);
    expect(index.watermark({ issuer: 'https://other.example.com', subject: 'x' })).toBeUndefined();
    expect(index.isRevoked({ ...token, sessionId: 'x', clientId: 'x' })).toBe(false);
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', ''])('J15 · is found by the exact id %j alone', (id) => {
    const { index } = indexAt();
    expect(index.isRevoked({ issuer: id, jti: id, sessionId: id, subject: id, clientId: id })).toBe(false);
    index.merge({ level: 'session', issuer: id, id });
    expect(index.isRevoked({ issuer: id, sessionId: id })).toBe(true);
    expect(index.isRevoked({ issuer: id, jti: id, subject: id, clientId: id })).toBe(false);
  });

  it('V1 · a watermark never moves back', () => {
    const { index } = indexAt();
    index.merge({ level: 'client', issuer, id: 'web', at: now });
    index.merge({ level: 'client', issuer, id: 'web', at: now - 50 });
    expect(index.watermark(token)).toBe(now);
  });
});

it('V1 · finds each of many entries, of several levels and issuers, and no other', () => {
  const { index } = indexAt();
  const issuers = [issuer, 'https://other.example.com'];
  for (let id = 0; id < 3_000; id += 1)
    for (const level of ['token', 'session'] as const)
      index.merge({ level, issuer: issuers[id % 2] ?? '', id: `${id}` });
  const revoked = (id: number, by: string): boolean[] =>
    issuers.flatMap((name) => [
      index.isRevoked({ issuer: name, jti: `${by}${id}` }),
      index.isRevoked({ issuer: name, sessionId: `${by}${id}` }),
    ]);
  for (let id = 0; id < 3_000; id += 1) {
    expect(revoked(id, '')).toEqual(id % 2 === 0 ? [true, true, false, false] : [false, false, true, true]);
    expect(revoked(id, 'x')).not.toContain(true);
  }
});

describe('put', () => {
  it('sets the full state of one id, as a copy of another store needs it', () => {
    const { index } = indexAt();
    index.put({ level: 'subject', issuer, id: 'alice', at: now, exceptSession: 's', otherwise: now - 50 });
    expect(index.watermark({ issuer, subject: 'alice', sessionId: 's' })).toBe(now - 50);
    expect(index.watermark({ issuer, subject: 'alice' })).toBe(now);
    index.put({ level: 'subject', issuer, id: 'alice', at: now + 5 });
    expect(index.watermark({ issuer, subject: 'alice', sessionId: 's' })).toBe(now + 5);
    index.put({ level: 'token', issuer, id: 'j' });
    expect(index.isRevoked({ issuer, jti: 'j' })).toBe(true);
    expect(index.size).toBe(2);
  });
});

describe('how long it is held', () => {
  it('V2 · until its time has passed, and not a second less', () => {
    const { index, setClock } = indexAt();
    index.merge({ level: 'token', issuer, id: 'j', heldUntil: now + 90 });
    setClock(now + 89);
    expect(index.isRevoked({ issuer, jti: 'j' })).toBe(true);
    setClock(now + 90 + 60);
    expect(index.isRevoked({ issuer, jti: 'j' })).toBe(false);
    expect(index.size).toBe(0);
  });

  it.each([
    ['no time', undefined],
    ['a time without an end', 1e308],
  ])('V2 · L-09 · with %s: the longest lifetime, and the margin', (_case, heldUntil) => {
    const { index, setClock } = indexAt({ maxLifetime: 3_600 });
    index.merge({ level: 'session', issuer, id: 's', heldUntil });
    setClock(now + 3_600 + revocationMarginSeconds - 1);
    expect(index.size).toBe(1);
    setClock(now + 3_600 + revocationMarginSeconds + 60);
    expect(index.size).toBe(0);
  });

  it('L-09 · not at all when its time has passed', () => {
    const { index } = indexAt();
    expect(index.merge({ level: 'token', issuer, id: 'j', heldUntil: now })).toBe(true);
    expect(index.size).toBe(0);
  });

  it('V2 · for the longest of several times, whatever their order', () => {
    const { index, setClock } = indexAt();
    for (const seconds of [600, 120]) index.merge({ level: 'token', issuer, id: 'j', heldUntil: now + seconds });
    for (const seconds of [120, 600])
      index.merge({ level: 'client', issuer, id: 'web', at: now, heldUntil: now + seconds });
    setClock(now + 599);
    expect(index.size).toBe(2);
    setClock(now + 660);
    expect(index.size).toBe(0);
  });

  it('V2 · for a longer time that was set later, to the last second', () => {
    const { index, setClock } = indexAt();
    for (const seconds of [30, 90]) index.merge({ level: 'token', issuer, id: 'j', heldUntil: now + seconds });
    for (const seconds of [61, 89]) {
      setClock(now + seconds);
      expect(index.isRevoked({ issuer, jti: 'j' })).toBe(true);
      expect(index.size).toBe(1);
    }
  });

  it('A2 · without a timer: every call forgets a little of what has ended', () => {
    const { index, setClock } = indexAt();
    for (let id = 0; id < 1_000; id += 1) index.merge({ level: 'token', issuer, id: `${id}`, heldUntil: now + 60 });
    index.merge({ level: 'token', issuer: 'https://other.example.com', id: 'j' });
    setClock(now + 180);
    for (let call = 0; call < 20; call += 1) index.isRevoked(token);
    expect(index.isRevoked({ issuer, jti: '0' })).toBe(false);
    expect(index.isRevoked({ issuer: 'https://other.example.com', jti: 'j' })).toBe(true);
    expect(index.size).toBe(1);
  });
});

describe('the bound', () => {
  it('V7, A2 · refuses an entry for which there is no room, and keeps those that are there', () => {
    const { index } = indexAt({ maxEntries: 2 });
    expect(index.merge({ level: 'token', issuer, id: 'a' })).toBe(true);
    expect(index.merge({ level: 'subject', issuer, id: 'alice', at: now })).toBe(true);
    expect(index.merge({ level: 'token', issuer, id: 'b' })).toBe(false);
    expect(index.put({ level: 'issuer', issuer, at: now })).toBe(false);
    expect([index.isRevoked({ issuer, jti: 'a' }), index.isRevoked({ issuer, jti: 'b' })]).toEqual([true, false]);
    expect(index.size).toBe(2);
  });

  it('V7 · still moves what is there', () => {
    const { index } = indexAt({ maxEntries: 1 });
    index.merge({ level: 'client', issuer, id: 'web', at: now - 50 });
    expect(index.merge({ level: 'client', issuer, id: 'web', at: now })).toBe(true);
    expect(index.watermark(token)).toBe(now);
  });

  it('V7 · has room again when entries have ended', () => {
    const { index, setClock } = indexAt({ maxEntries: 200 });
    for (let id = 0; id < 200; id += 1) index.merge({ level: 'token', issuer, id: `${id}`, heldUntil: now + 60 });
    expect(index.merge({ level: 'token', issuer, id: 'new' })).toBe(false);
    setClock(now + 180);
    expect(index.merge({ level: 'token', issuer, id: 'new' })).toBe(true);
    expect(index.size).toBe(1);
  });

  it('V7 · finds the room of those that have ended, also behind many that live longer than they first did', () => {
    const { index, setClock } = indexAt({ maxEntries: 200 });
    const hold = (id: number, seconds: number): boolean =>
      index.merge({ level: 'token', issuer, id: `${id}`, heldUntil: now + seconds });
    for (let id = 0; id < 200; id += 1) hold(id, 60);
    for (let id = 100; id < 200; id += 1) hold(id, 3_000);
    setClock(now + 180);
    expect(index.merge({ level: 'token', issuer, id: 'new' })).toBe(true);
    expect(index.size).toBe(101);
  });
});

describe('the options of an index', () => {
  it('have defaults', () => {
    expect(createRevocationIndex().maxLifetimeSeconds).toBe(86_400);
    expect(createRevocationIndex().size).toBe(0);
  });

  it.each([
    ['maxLifetime', [59, 2_592_001, NaN, '1h', null], 'seconds between 60 and 2592000'],
    ['maxEntries', [0, 16_000_001, NaN, Infinity, '1'], 'entries between 1 and 16000000'],
    ['clock', [0, null], 'pass a function'],
    ['maxlifetime', [3_600], 'unknown option'],
  ])('are refused: %s %j', (option, values, message) => {
    for (const value of values)
      expect(() => createRevocationIndex({ [option]: value })).toThrow(
        errorWith({ name: 'InvalidOptionError', option, message: textWith(message) }),
      );
  });
});
