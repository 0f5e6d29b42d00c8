import { JwtGuardError } from './jwt-guard-error.js';

/** A request with a cookie credential came from another site, hides where it comes from, or lacks the token of its session: 403, without a Bearer challenge. */
export class CsrfError extends JwtGuardError {
  override readonly name = 'CsrfError';

  constructor(reason: 'csrf_cross_site' | 'csrf_origin_missing' | 'csrf_origin_mismatch' | 'csrf_token') {
    super('The request was refused by the cross-site request check.', {
      code: 'csrf_rejected',
      reason,
      status: 403,
      challenge: {},
    });
  }
}
