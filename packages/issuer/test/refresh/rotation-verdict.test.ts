import { rotationVerdict } from '@jwt-guard/issuer';
import type { RefreshSession, RotationRequest, SessionRecord } from '@jwt-guard/issuer';

const rotatedAtMs = 1_000_000;
const session: RefreshSession = {
  id: 'A'.repeat(22),
  issuer: 'https://auth.example.com',
  subject: 'alice',
  clientId: 'web',
  scopes: ['a', 'b'],
  audience: ['x', 'y'],
  createdAtMs: 0,
  lastUsedAtMs: rotatedAtMs,
  expiresAtMs: 9_000_000,
  idleExpiresAtMs: 5_000_000,
};
const record: SessionRecord = { session, counter: 7, secretId: 's1', rotatedAtMs, status: 'live' };
const request: RotationRequest = {
  sessionId: session.id,
  counter: 7,
  clientId: 'web',
  graceMs: 30_000,
  idleLifetimeMs: 4_000_000,
  secretId: 's2',
};

describe('rotationVerdict', () => {
  it.each<[string, Partial<SessionRecord>, Partial<RotationRequest>, number, string]>([
    ['the current token', {}, {}, 0, 'rotated'],
    ['the parent at once', {}, { counter: 6 }, 0, 'replayed'],
    ['the parent in the last millisecond of grace', {}, { counter: 6 }, 29_999, 'replayed'],
    ['the parent at the end of grace', {}, { counter: 6 }, 30_000, 'reused'],
    ['the parent after the clock stepped back a little', {}, { counter: 6 }, -29_999, 'replayed'],
    ['the parent after the clock stepped back by grace', {}, { counter: 6 }, -30_000, 'reused'],
    ['the parent without grace', {}, { counter: 6, graceMs: 0 }, 0, 'reused'],
    ['the grandparent', {}, { counter: 5 }, 0, 'reused'],
    ['the first of all', {}, { counter: 0 }, 0, 'reused'],
    ['the parent from another client', {}, { counter: 6, clientId: 'other' }, 0, 'reused'],
    ['the parent with another key', {}, { counter: 6, keyThumbprint: 'k' }, 0, 'reused'],
    ['the parent, asking for too much', {}, { counter: 6, scopes: ['c'] }, 0, 'scope_exceeded'],
    ['the parent too late, asking for too much', {}, { counter: 6, scopes: ['c'] }, 30_000, 'reused'],
    ['the next', {}, { counter: 8 }, 0, 'fast_forwarded'],
    ['one far ahead', {}, { counter: 1_000 }, 0, 'fast_forwarded'],
    ['the next from another client', {}, { counter: 8, clientId: 'other' }, 0, 'client_mismatch'],
    ['the current one from another client', {}, { clientId: 'other' }, 0, 'client_mismatch'],
    ['the current one with a key that is not bound', {}, { keyThumbprint: 'k' }, 0, 'client_mismatch'],
    ['the current one for another scope', {}, { scopes: ['a', 'c'] }, 0, 'scope_exceeded'],
    ['the current one for another audience', {}, { audience: ['z'] }, 0, 'audience_exceeded'],
    ['the current one for less', {}, { scopes: ['b'], audience: ['x'] }, 0, 'rotated'],
    ['the current one in the last millisecond', {}, {}, 3_999_999, 'rotated'],
    ['the current one when not used for too long', {}, {}, 4_000_000, 'expired'],
    ['the grandparent when not used for too long', {}, { counter: 5 }, 4_000_000, 'expired'],
    ['any of a pending session', { status: 'pending' }, { counter: 0, clientId: 'other' }, 0, 'revoked'],
    ['any of a revoked session, expired too', { status: 'revoked' }, {}, 9_000_000, 'revoked'],
  ])('T7, T8, T11, T12, L-25 · %s', (_, recorded, asked, laterMs, outcome) => {
    const before = { ...record, ...recorded };
    const { verdict, record: after } = rotationVerdict(before, { ...request, ...asked }, rotatedAtMs + laterMs);
    expect(verdict.outcome).toBe(outcome);
    expect(after === before).toBe(!['rotated', 'fast_forwarded', 'reused'].includes(outcome));
  });

  it('T7 · moves the record on by one, in one step', () => {
    const nowMs = rotatedAtMs + 60_000;
    const { verdict, record: after } = rotationVerdict(record, request, nowMs);
    const used = { ...session, lastUsedAtMs: nowMs, idleExpiresAtMs: nowMs + 4_000_000 };
    expect(verdict).toEqual({ outcome: 'rotated', session: used, counter: 8, secretId: 's2', nowMs });
    expect(after).toEqual({ session: used, counter: 8, secretId: 's2', rotatedAtMs: nowMs, status: 'live' });
  });

  it('T8 · replays counter and secret of the rotation that was', () => {
    const { verdict } = rotationVerdict(record, { ...request, counter: 6 }, rotatedAtMs + 1);
    expect(verdict).toEqual({ outcome: 'replayed', session, counter: 7, secretId: 's1', nowMs: rotatedAtMs + 1 });
  });

  it('T9 · flags a reused session as pending, and says so until it is confirmed', () => {
    const { record: after } = rotationVerdict(record, { ...request, counter: 5 }, rotatedAtMs);
    expect(after).toEqual({ ...record, status: 'pending' });
    expect(rotationVerdict(after, request, rotatedAtMs).verdict).toEqual({
      outcome: 'revoked',
      session,
      pending: true,
    });
    const confirmed: SessionRecord = { ...after, status: 'revoked' };
    expect(rotationVerdict(confirmed, request, rotatedAtMs).verdict).toMatchObject({ pending: false });
  });

  it('T11 · catches up with a token that is ahead: one beyond it', () => {
    const { verdict, record: after } = rotationVerdict(record, { ...request, counter: 10 }, rotatedAtMs);
    expect(verdict).toMatchObject({ counter: 11 });
    expect(after).toMatchObject({ counter: 11, secretId: 's2' });
  });

  it('T14 · never lets the idle expiry slide beyond the absolute one', () => {
    const nearEnd = { ...record, session: { ...session, idleExpiresAtMs: 8_999_999 } };
    const { record: after } = rotationVerdict(nearEnd, request, 8_000_000);
    expect(after.session.idleExpiresAtMs).toBe(9_000_000);
  });

  it('answers unknown where there is no record', () => {
    expect(rotationVerdict(undefined, request, 0)).toEqual({ verdict: { outcome: 'unknown' }, record: undefined });
  });
});
