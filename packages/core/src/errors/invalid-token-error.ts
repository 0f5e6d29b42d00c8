import { JwtGuardError } from './jwt-guard-error.js';
import type { TokenReason } from './reason.js';

const description = 'The access token is expired, revoked, malformed, or invalid for other reasons';

/** The token does not verify: 401 `invalid_token`, the same answer for every `reason` (RFC 6750 §3.1). */
export class InvalidTokenError extends JwtGuardError {
  override readonly name = 'InvalidTokenError';
  declare readonly reason: TokenReason;
  /** The name of the claim or header parameter at fault, where there is one. */
  readonly claim: string | undefined;

  constructor(reason: TokenReason, { claim, cause }: { readonly claim?: string; readonly cause?: unknown } = {}) {
    super(`${description}.`, {
      code: 'invalid_token',
      reason,
      status: 401,
      challenge: { error: 'invalid_token', description },
      cause,
    });
    this.claim = claim;
  }
}
