import { isExpired } from './is-expired.js';
import type { RefreshSession, RotationRequest, RotationVerdict } from './refresh-token-store.js';

/** What a store keeps of a session. Nothing in it can mint a token. */
export interface SessionRecord {
  readonly session: RefreshSession;
  /** The counter of the current token. */
  readonly counter: number;
  /** The id of the secret that authenticates the current token. */
  readonly secretId: string;
  /** When the current token came to be: at the last rotation, or the start. Epoch milliseconds. */
  readonly rotatedAtMs: number;
  /** `pending`: revoked, and its access tokens may not be revoked yet. `revoked`: these too. Neither ever becomes `live`. */
  readonly status: 'live' | 'pending' | 'revoked';
}

/** A verdict, and the record that the store keeps from then on: the very same object where nothing changed. */
export interface RotationDecision<Record extends SessionRecord | undefined = SessionRecord> {
  readonly verdict: RotationVerdict;
  readonly record: Record;
}

/**
 * Decides on a presented refresh token: the reference for every store. One that is written in SQL or Lua decides the same,
 * in one atomic step with reading and writing the record; {@link RotationVerdict} lists the outcomes in order.
 *
 * Boundaries: a session is expired at its expiry and after. The parent is within grace while its distance to the rotation,
 * `|nowMs − rotatedAtMs|`, is less than `graceMs`; so 0 means never. The distance counts in both directions, because a
 * clock that steps back by a little (a new primary, NTP) must log nobody out, and one that steps back by a lot must not
 * open the window again for as long as it is behind.
 *
 * A replay changes nothing: it moves neither the time of the rotation nor the idle expiry.
 *
 * @param record - as it is now; undefined where there is none
 * @param nowMs - the store's clock, never that of the process that asks
 */
export function rotationVerdict<Record extends SessionRecord | undefined>(
  record: Record,
  request: RotationRequest,
  nowMs: number,
): RotationDecision<Record>;
export function rotationVerdict(
  record: SessionRecord | undefined,
  request: RotationRequest,
  nowMs: number,
): RotationDecision<SessionRecord | undefined> {
  if (record === undefined) return { verdict: { outcome: 'unknown' }, record };
  const { session, status } = record;
  if (status !== 'live') return { verdict: { outcome: 'revoked', session, pending: status === 'pending' }, record };
  if (isExpired(session, nowMs)) return { verdict: { outcome: 'expired' }, record };
  const replayed = isReplay(record, request, nowMs);
  if (request.counter < record.counter && !replayed)
    return { verdict: { outcome: 'reused', session }, record: { ...record, status: 'pending' } };
  if (!isSameHolder(session, request)) return { verdict: { outcome: 'client_mismatch' }, record };
  if (exceeds(request.scopes, session.scopes)) return { verdict: { outcome: 'scope_exceeded' }, record };
  if (exceeds(request.audience, session.audience)) return { verdict: { outcome: 'audience_exceeded' }, record };
  if (replayed) {
    const { counter, secretId } = record;
    return { verdict: { outcome: 'replayed', session, counter, secretId, nowMs }, record };
  }
  return rotate(record, request, nowMs);
}

function isReplay(record: SessionRecord, request: RotationRequest, nowMs: number): boolean {
  return (
    request.counter === record.counter - 1 &&
    Math.abs(nowMs - record.rotatedAtMs) < request.graceMs &&
    isSameHolder(record.session, request)
  );
}

function isSameHolder(session: RefreshSession, request: RotationRequest): boolean {
  return request.clientId === session.clientId && request.keyThumbprint === session.keyThumbprint;
}

function exceeds(asked: readonly string[] | undefined, granted: readonly string[]): boolean {
  return asked !== undefined && !asked.every((one) => granted.includes(one));
}

/** One beyond the presented counter: where that is ahead of the record, the store has lost a write, and catches up. */
function rotate(record: SessionRecord, request: RotationRequest, nowMs: number): RotationDecision {
  const session: RefreshSession = Object.freeze({
    ...record.session,
    lastUsedAtMs: nowMs,
    idleExpiresAtMs: Math.min(nowMs + request.idleLifetimeMs, record.session.expiresAtMs),
  });
  const counter = request.counter + 1;
  const { secretId } = request;
  const outcome = request.counter === record.counter ? 'rotated' : 'fast_forwarded';
  return {
    verdict: { outcome, session, counter, secretId, nowMs },
    record: { ...record, session, counter, secretId, rotatedAtMs: nowMs },
  };
}
