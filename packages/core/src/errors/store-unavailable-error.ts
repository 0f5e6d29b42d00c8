import { JwtGuardError } from './jwt-guard-error.js';

/** A store that the decision needs did not answer: our fault, so 503 with `Retry-After`, never the client's 401. */
export class StoreUnavailableError extends JwtGuardError {
  override readonly name = 'StoreUnavailableError';

  /** @param retryAfterSeconds - whole seconds, at least 1 */
  constructor({
    retryAfterSeconds = 1,
    cause,
  }: { readonly retryAfterSeconds?: number; readonly cause?: unknown } = {}) {
    super('A store that the decision needs is not available.', {
      code: 'store_unavailable',
      reason: 'store_unavailable',
      status: 503,
      challenge: { retryAfterSeconds },
      cause,
    });
  }
}
