import { JwtGuardError } from './jwt-guard-error.js';

/** The verification keys could not be had: our fault, so 503 with `Retry-After`, never the client's 401. */
export class KeysUnavailableError extends JwtGuardError {
  override readonly name = 'KeysUnavailableError';

  /** @param retryAfterSeconds - when the keys will be asked for again; whole seconds, at least 1 */
  constructor({
    retryAfterSeconds = 1,
    cause,
  }: { readonly retryAfterSeconds?: number; readonly cause?: unknown } = {}) {
    super('The keys that verify access tokens are not available.', {
      code: 'keys_unavailable',
      reason: 'keys_unavailable',
      status: 503,
      challenge: { retryAfterSeconds },
      cause,
    });
  }
}
