import type { JwtGuardError } from '../errors/jwt-guard-error.js';
import type { RequestLike } from '../request/request-like.js';
import type { VerifiedToken } from '../token/verified-token.js';
import type { Journey } from '../verifier/rejected-event.js';

/** A refusal, and what is known of it. Nothing here is told to anybody as it stands. */
export interface Rejection {
  readonly error: JwtGuardError;
  readonly journey: Journey;
  /** What was to be verified; absent where it did not come to that. */
  readonly token?: unknown;
  /** The good token whose request was refused all the same. */
  readonly verified?: VerifiedToken<unknown> | undefined;
  readonly request?: RequestLike | undefined;
  /** The origins that may send requests with a cookie. */
  readonly origins?: readonly string[] | undefined;
  readonly hint?: string | undefined;
}
