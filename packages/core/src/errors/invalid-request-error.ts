import { JwtGuardError } from './jwt-guard-error.js';

const description = 'The request carries more than one credential, or a malformed one';

/** The request is ambiguous: it carries several credentials where one is allowed. 400 (RFC 6750 §3.1). */
export class InvalidRequestError extends JwtGuardError {
  override readonly name = 'InvalidRequestError';

  constructor(reason: 'credentials_repeated' | 'credentials_conflict') {
    super(`${description}.`, {
      code: 'invalid_request',
      reason,
      status: 400,
      challenge: { error: 'invalid_request', description },
    });
  }
}
