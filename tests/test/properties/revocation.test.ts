import fc from 'fast-check';
import { createRevocationIndex } from '@jwt-guard/core';
import type { RevocableToken, RevocationEntry } from '@jwt-guard/core';
import { runs } from './signed-by-secret.js';

const nowSeconds = 1_800_000_000;
const issuers = ['https://a.example', 'https://b.example'] as const;

const id = fc.constantFrom('x', 'y', 'z');
const second = fc.integer({ min: nowSeconds - 4, max: nowSeconds + 4 });

/** One revocation; seconds with a fraction, as a clock tells them. */
const revocation: fc.Arbitrary<RevocationEntry> = fc
  .record({
    issuer: fc.constantFrom(...issuers),
    level: fc.constantFrom('token', 'session', 'subject', 'client', 'issuer'),
    id,
    at: fc.tuple(second, fc.constantFrom(0, 0.5, 0.999)).map(([whole, fraction]) => whole + fraction),
    exceptSession: fc.option(id, { nil: undefined }),
  })
  .map(({ issuer, level, id: of, at, exceptSession }): RevocationEntry => {
    if (level === 'token' || level === 'session') return { issuer, level, id: of };
    if (level === 'subject') return { issuer, level, id: of, at, exceptSession };
    return level === 'client' ? { issuer, level, id: of, at } : { issuer, level, at };
  });

const token: fc.Arbitrary<RevocableToken> = fc.record(
  {
    issuer: fc.constantFrom(...issuers),
    jti: id,
    sessionId: id,
    subject: id,
    clientId: id,
    issuedAt: fc.tuple(second, fc.constantFrom(0, 0.5)).map(([whole, fraction]) => whole + fraction),
  },
  { requiredKeys: ['issuer'] },
);

it('V1 · L-05 · the index says of any token what a list of all revocations says', () => {
  fc.assert(
    fc.property(fc.array(revocation, { maxLength: 12 }), fc.array(token, { maxLength: 8 }), (revocations, tokens) => {
      const index = createRevocationIndex({ clock: () => nowSeconds * 1_000 });
      for (const entry of revocations) expect(index.merge(entry)).toBe(true);
      for (const asked of tokens) {
        expect(index.isRevoked(asked)).toBe(isRevokedBy(revocations, asked));
        expect(index.watermark(asked)).toBe(watermarkOf(revocations, asked));
      }
    }),
    runs(5_000),
  );
});

it('V2 · what the index holds is what has not ended, whenever it is asked', () => {
  const step = fc.record({ of: fc.nat(200), lives: fc.integer({ min: 1, max: 7_200 }), later: fc.nat(900) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let seconds = nowSeconds;
      const index = createRevocationIndex({ clock: () => seconds * 1_000 });
      const ends = new Map<string, number>();
      for (const { of, lives, later } of steps) {
        const jti = `${of}`;
        index.merge({ issuer: issuers[0], level: 'token', id: jti, heldUntil: seconds + lives });
        ends.set(jti, Math.max(ends.get(jti) ?? 0, seconds + lives));
        seconds += later;
        const held = [...ends].filter(([, end]) => end > seconds);
        for (const [name] of held) expect(index.isRevoked({ issuer: issuers[0], jti: name })).toBe(true);
        expect(index.size).toBeGreaterThanOrEqual(held.length);
        expect(index.size).toBeLessThanOrEqual([...ends].filter(([, end]) => end > seconds - 60).length);
      }
    }),
    runs(500),
  );
});

/** The rule as V1 says it, over all that was ever revoked. */
function isRevokedBy(revocations: readonly RevocationEntry[], asked: RevocableToken): boolean {
  const unconditional = revocations.some(
    (entry) =>
      entry.issuer === asked.issuer &&
      ((entry.level === 'token' && entry.id === asked.jti) ||
        (entry.level === 'session' && entry.id === asked.sessionId)),
  );
  const watermark = watermarkOf(revocations, asked);
  if (unconditional || watermark === undefined) return unconditional;
  return asked.issuedAt === undefined || Math.floor(asked.issuedAt) <= watermark;
}

function watermarkOf(revocations: readonly RevocationEntry[], asked: RevocableToken): number | undefined {
  const seconds = revocations.flatMap((entry) =>
    'at' in entry && entry.issuer === asked.issuer && meets(entry, asked) ? [Math.floor(entry.at)] : [],
  );
  return seconds.length === 0 ? undefined : Math.max(...seconds);
}

function meets(entry: RevocationEntry, { subject, clientId, sessionId }: RevocableToken): boolean {
  if (entry.level === 'client') return entry.id === clientId;
  if (entry.level !== 'subject') return true;
  return entry.id === subject && (entry.exceptSession === undefined || entry.exceptSession !== sessionId);
}
