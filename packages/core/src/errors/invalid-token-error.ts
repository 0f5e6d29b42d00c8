import { JwtGuardError } from './jwt-guard-error.js';
import type { TokenReason } from './reason.js';

const description = 'The access token is expired, revoked, malformed, or invalid for other reasons';

/** What is known of a refusal beside its reason; see {@link InvalidTokenError}. */
export interface InvalidTokenErrorFields {
  readonly claim?: string;
  readonly expected?: readonly string[];
  readonly cause?: unknown;
}

/** The token does not verify: 401 `invalid_token`, the same answer for every `reason` (RFC 6750 §3.1). */
export class InvalidTokenError extends JwtGuardError {
  override readonly name = 'InvalidTokenError';
  declare readonly reason: TokenReason;
  /** The name of the claim or header parameter at fault, where there is one. */
  readonly claim: string | undefined;
  /** The audiences of which the token has none, as they were configured; absent for other reasons. Never sent to the client. */
  readonly expected: readonly string[] | undefined;

  constructor(reason: TokenReason, { claim, expected, cause }: InvalidTokenErrorFields = {}) {
    super(`${description}.`, {
      code: 'invalid_token',
      reason,
      status: 401,
      challenge: { error: 'invalid_token', description },
      cause,
    });
    this.claim = claim;
    this.expected = expected;
  }
}
