import type { RefreshSession, RotationVerdict } from '@jwt-guard/issuer';

import type { Attempt, RotationHistory, Step } from './rotation-history.js';

type Outcome = RotationVerdict['outcome'];
type Taken = Extract<RotationVerdict, { readonly counter: number }>;
interface Accepted extends Attempt {
  readonly verdict: Taken;
}

/** What is known of one session. */
interface Family {
  readonly history: RotationHistory;
  readonly session: RefreshSession;
  readonly attempts: readonly Attempt[];
  readonly accepted: readonly Accepted[];
}

type Rule = (attempt: Attempt, family: Family) => string | false;

/**
 * The executable model of refresh rotation: what a store may have answered, given who asked for what and when. It looks at
 * a store from outside, and so judges a memory and a cluster alike. Answers the violations; none for a right store.
 *
 * Writes that a failover has lost are forgiven: rules that compare two answers hold between two failovers. Three hold for
 * ever: a successor is one beyond its parent, a session is revoked only with a cause, and what was acknowledged as revoked
 * never comes back.
 */
export function judgeHistory(history: RotationHistory): readonly string[] {
  return history.sessions.flatMap((session) => {
    const attempts = history.attempts.filter(({ sessionId }) => sessionId === session.id);
    const family = { history, session, attempts, accepted: attempts.filter(isAccepted) };
    return attempts.flatMap((attempt) =>
      rules.flatMap((rule) => {
        const violation = rule(attempt, family);
        return violation === false ? [] : [`${violation}: ${describe(attempt)}`];
      }),
    );
  });
}

const acceptedRules: readonly ((attempt: Accepted, family: Family) => string | false)[] = [
  ({ counter, verdict }) => verdict.counter !== counter + 1 && 'a successor that is not the next',
  (attempt, { accepted }) =>
    accepted.some(
      (other) =>
        isSameToken(attempt, other) && between(attempt, other) && other.verdict.secretId !== attempt.verdict.secretId,
    ) && 'two successors of one token',
  (attempt, { accepted }) =>
    isRotation(attempt) &&
    accepted.some((other) => isSameToken(attempt, other) && between(attempt, other) && isRotation(other)) &&
    'one token rotated twice',
  (attempt, { accepted }) =>
    accepted.some((other) => between(attempt, other) && other.counter > attempt.counter && isBefore(other, attempt)) &&
    'a grandparent accepted',
  (attempt, { accepted, history }) =>
    accepted.some(
      (other) =>
        isSameToken(attempt, other) &&
        between(attempt, other) &&
        isRotation(other) &&
        attempt.verdict.nowMs - other.verdict.nowMs >= history.graceMs,
    ) && 'a parent accepted after grace',
  (attempt, { history }) =>
    history.revocations.some((revocation) => revocation.acknowledged && isBefore(revocation, attempt)) &&
    'accepted after an acknowledged revocation',
  (attempt, { attempts }) =>
    attempts.some(
      (other) => other.verdict?.outcome === 'reused' && between(attempt, other) && isBefore(other, attempt),
    ) && 'accepted after a reuse',
  (attempt, { session, history }) =>
    attempt.calledMs >= session.expiresAtMs + history.skewMs && 'accepted after the absolute expiry',
  (attempt, family) =>
    attempt.calledMs >= latestIdleExpiry(attempt, family) + family.history.skewMs && 'accepted after the idle expiry',
];

const refusedRules: Readonly<Partial<Record<Outcome, Rule>>> = {
  reused: (attempt, family) => !hasReuseCause(attempt, family) && 'a false revocation',
  revoked: (attempt, { attempts, history }) => {
    const causes = [
      ...history.revocations.filter(({ sessionId }) => sessionId === attempt.sessionId),
      ...attempts.filter(({ verdict }) => verdict === undefined || verdict.outcome === 'reused'),
    ];
    return !causes.some((cause) => couldPrecede(cause, attempt)) && 'revoked without a cause';
  },
  expired: (attempt, family) =>
    attempt.answeredMs + family.history.skewMs < earliestIdleExpiry(attempt, family) && 'expired before its time',
  unknown: (attempt, { session, history }) =>
    !failedOverBefore(attempt, history) &&
    attempt.answeredMs + history.skewMs < session.expiresAtMs &&
    'forgotten without a failover',
  fast_forwarded: (attempt, { history }) => !failedOverBefore(attempt, history) && 'a lost write without a failover',
  client_mismatch: ({ ownClient }) => ownClient && 'its own client taken for another',
  scope_exceeded: () => 'a scope refused that nobody asked for',
  audience_exceeded: () => 'an audience refused that nobody asked for',
};

const rules: readonly Rule[] = [
  ...acceptedRules.map(
    (rule): Rule =>
      (attempt, family) =>
        isAccepted(attempt) && rule(attempt, family),
  ),
  (attempt, family) =>
    attempt.verdict !== undefined && (refusedRules[attempt.verdict.outcome]?.(attempt, family) ?? false),
  (attempt, { history }) =>
    attempt.verdict?.outcome === 'revoked' &&
    !attempt.verdict.pending &&
    !history.confirmations.some((one) => one.sessionId === attempt.sessionId && couldPrecede(one, attempt)) &&
    'no longer pending without a confirmation',
  (attempt) => isAccepted(attempt) && !attempt.ownClient && 'another client accepted',
];

/** Behind by two, or by one for too long or with another client: only if somebody may have brought that about. */
function hasReuseCause(attempt: Attempt, { attempts, history }: Family): boolean {
  const latestRotationMs = attempt.answeredMs - history.graceMs + history.skewMs;
  return attempts.some(
    (other) =>
      other !== attempt &&
      couldPrecede(other, attempt) &&
      (other.verdict === undefined || isAccepted(other)) &&
      (other.counter > attempt.counter ||
        (other.counter === attempt.counter && (!attempt.ownClient || other.calledMs <= latestRotationMs))),
  );
}

function earliestIdleExpiry(attempt: Attempt, { session, accepted }: Family): number {
  const known = accepted.filter((other) => between(attempt, other) && isBefore(other, attempt) && isRotation(other));
  const last = known.reduce<Accepted | undefined>(
    (latest, other) => (latest === undefined || other.counter > latest.counter ? other : latest),
    undefined,
  );
  return last?.verdict.session.idleExpiresAtMs ?? session.idleExpiresAtMs;
}

function latestIdleExpiry(attempt: Attempt, { session, attempts, history }: Family): number {
  const touched = attempts.filter(
    (other) => couldPrecede(other, attempt) && (other.verdict === undefined || isAccepted(other)) && other !== attempt,
  );
  const possible = touched.map((other) => other.answeredMs + history.idleLifetimeMs);
  return Math.max(session.idleExpiresAtMs, ...possible);
}

function isAccepted(attempt: Attempt): attempt is Accepted {
  return attempt.verdict !== undefined && 'counter' in attempt.verdict;
}

function isRotation({ verdict }: Accepted): boolean {
  return verdict.outcome !== 'replayed';
}

function isSameToken(attempt: Attempt, other: Attempt): boolean {
  return other !== attempt && other.counter === attempt.counter;
}

/** Whether two steps are certainly of one primary. */
function between(step: Step, other: Step): boolean {
  return step.epoch !== undefined && step.epoch === other.epoch;
}

function isBefore(step: Step, other: Step): boolean {
  return step.sessionId === other.sessionId && step.answeredMs < other.calledMs;
}

function couldPrecede(step: Step, other: Step): boolean {
  return step.calledMs <= other.answeredMs;
}

function failedOverBefore({ answeredMs }: Step, { failoversMs }: RotationHistory): boolean {
  return failoversMs.some((beganMs) => beganMs <= answeredMs);
}

function describe({ who, counter, calledMs, answeredMs, verdict }: Attempt): string {
  return `${who} presents ${counter}, ${verdict?.outcome ?? 'no answer'}, ${calledMs}–${answeredMs}`;
}
