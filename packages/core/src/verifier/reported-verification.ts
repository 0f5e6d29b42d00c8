import { isJwtGuardError } from '../errors/jwt-guard-error.js';
import { escapeForLog } from '../events/escape-for-log.js';
import type { VerifiedEvent } from '../events/events.js';
import type { SecurityEventEmitter } from '../events/security-event-emitter.js';
import type { Explain } from '../explain/explainer.js';
import type { TokenSource, VerifiedToken } from '../token/verified-token.js';
import type { VerifyContext } from './jwt-verifier.js';
import { rejectedEvent } from './rejected-event.js';
import type { Journey } from './rejected-event.js';
import type { MaybePromise, VerifyAtOnce } from './verify-at-once.js';
import { verifyToken } from './verify-token.js';
import type { VerificationContext } from './verify-token.js';

/** What tokens are verified in, and who is told. */
export interface ReportedVerificationOptions<Claims> {
  readonly context: VerificationContext<Claims>;
  readonly events: SecurityEventEmitter;
  readonly explain: Explain;
}

/** Verifies tokens, and tells operators what became of each. */
export function createReportedVerification<Claims>({
  context,
  events,
  explain,
}: ReportedVerificationOptions<Claims>): VerifyAtOnce<Claims> {
  function accepted(verified: VerifiedToken<Claims>, journey: Journey): VerifiedToken<Claims> {
    if (events.hears('verified')) events.emit('verified', verifiedEvent(verified, journey));
    return verified;
  }

  function rejected(error: unknown, token: unknown, journey: Journey): never {
    if (isJwtGuardError(error)) {
      events.emit('rejected', rejectedEvent(error, journey));
      explain({ error, journey, token });
    }
    throw error;
  }

  return (token: unknown, { source }: VerifyContext): MaybePromise<VerifiedToken<Claims>> => {
    const journey = beginJourney(source, events);
    try {
      const verified = verifyToken(token, context, journey);
      if (!(verified instanceof Promise)) return accepted(verified, journey);
      return verified.then(
        (known) => accepted(known, journey),
        (error: unknown) => rejected(error, token, journey),
      );
    } catch (error) {
      return rejected(error, token, journey);
    }
  };
}

/** Looks at the clock only where somebody will hear how long it took. */
function beginJourney(source: TokenSource | undefined, { hears }: Pick<SecurityEventEmitter, 'hears'>): Journey {
  const startedAtMs = hears('verified') || hears('rejected') ? performance.now() : undefined;
  return { source, header: undefined, issuer: undefined, algorithms: undefined, signatureVerified: false, startedAtMs };
}

function verifiedEvent({ issuer, header, source }: VerifiedToken<unknown>, { startedAtMs }: Journey): VerifiedEvent {
  return {
    issuer,
    algorithm: header.alg,
    ...(header.kid !== undefined && { kid: escapeForLog(header.kid) }),
    ...(source !== undefined && { source }),
    ...(startedAtMs !== undefined && { durationMs: performance.now() - startedAtMs }),
  };
}
