import { challengeHeaders } from '../request/challenge.js';
import type { Challenge } from '../request/challenge.js';
import type { Reason } from './reason.js';

const brand = Symbol.for('@jwt-guard/error');

/** What every refusal carries; see {@link JwtGuardError}. */
export interface JwtGuardErrorFields {
  readonly code: string;
  readonly reason: Reason;
  readonly status: number;
  readonly challenge: Challenge;
  readonly cause?: unknown;
}

/**
 * A refused request: the base of all errors that verifying and guarding throw.
 *
 * `code` is stable and may be switched on; `reason` is for operators; the message is constant and carries nothing of the token.
 * Refusals are expected, so they capture no stack.
 */
export abstract class JwtGuardError extends Error {
  /** Stable and public: what kind of refusal this is. */
  readonly code: string;
  /** For operators only: why. Never sent to the client. */
  readonly reason: Reason;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** What the answer tells the client, before it is written as headers and body. */
  readonly challenge: Challenge;
  /** The protection space that the challenge names (RFC 9110 §11.5). The guard that answers sets its own. */
  realm = 'api';

  protected constructor(message: string, { code, reason, status, challenge, cause }: JwtGuardErrorFields) {
    const stackTraceLimit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message, cause === undefined ? undefined : { cause });
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.reason = reason;
    this.status = status;
    this.challenge = challenge;
    Object.defineProperty(this, brand, { value: true });
  }

  /** The same as `status`: the name that Express's and Fastify's error handling reads. */
  get statusCode(): number {
    return this.status;
  }

  /** The response headers of the answer: `WWW-Authenticate` or `Retry-After`, and `Cache-Control: no-store`. */
  get headers(): Readonly<Record<string, string>> {
    return challengeHeaders(this);
  }
}

/** Tells whether a value is one of our refusals, also when two copies of the package are loaded. */
export function isJwtGuardError(value: unknown): value is JwtGuardError {
  return typeof value === 'object' && value !== null && brand in value;
}
