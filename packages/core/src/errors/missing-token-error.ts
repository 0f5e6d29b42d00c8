import { JwtGuardError } from './jwt-guard-error.js';

/** No credential was sent: 401 with a bare challenge, which tells the client nothing but the scheme (RFC 6750 §3.1). */
export class MissingTokenError extends JwtGuardError {
  override readonly name = 'MissingTokenError';

  constructor() {
    super('No access token was sent.', { code: 'missing_token', reason: 'token_missing', status: 401, challenge: {} });
  }
}
