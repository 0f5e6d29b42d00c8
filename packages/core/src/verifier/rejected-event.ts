import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { JwtGuardError } from '../errors/jwt-guard-error.js';
import { escapeForLog } from '../events/escape-for-log.js';
import type { RejectedEvent } from '../events/events.js';
import type { JoseHeader } from '../token/jose-header.js';
import type { TokenSource } from '../token/verified-token.js';
import { isAlgorithmConfusion } from './algorithm-confusion.js';

/** How far a token came: what an event may say of it. */
export interface Journey {
  readonly source?: TokenSource | undefined;
  header?: JoseHeader | undefined;
  issuer?: string | undefined;
  /** What the issuer may sign with. */
  algorithms?: ReadonlySet<string> | undefined;
  signatureVerified: boolean;
  /** Of `performance.now()`; absent where nobody listens, or nothing is verified. */
  readonly startedAtMs?: number | undefined;
}

/** Makes the event of a refusal. No value from the claims goes in; the issuer is the configured one that they matched. */
export function rejectedEvent(
  error: JwtGuardError,
  { source, header, issuer, algorithms, signatureVerified, startedAtMs }: Journey,
  hint?: string,
): RejectedEvent {
  const claim = error instanceof InvalidTokenError ? error.claim : undefined;
  return Object.freeze({
    code: error.code,
    reason: error.reason,
    signatureVerified,
    ...(issuer !== undefined && { issuer }),
    ...(header !== undefined && { algorithm: escapeForLog(header.alg) }),
    ...(header?.kid !== undefined && { kid: escapeForLog(header.kid) }),
    ...(claim !== undefined && { claim }),
    ...(source !== undefined && { source }),
    ...(isAlgorithmConfusion({ reason: error.reason, claim, header, algorithms }) && { algorithmConfusion: true }),
    ...(startedAtMs !== undefined && { durationMs: performance.now() - startedAtMs }),
    ...(hint !== undefined && { hint }),
  });
}
