import { JwtGuardError } from './jwt-guard-error.js';

const description = 'The request requires higher privileges than the access token provides';

/**
 * The token is good, and grants too little: 403 `insufficient_scope` (RFC 6750 §3.1).
 * Every missing scope is named; a failed demand on a role or another claim names none.
 */
export class InsufficientScopeError extends JwtGuardError {
  override readonly name = 'InsufficientScopeError';
  /** The scopes that the token lacks; empty where a role or a claim was demanded. */
  readonly missingScopes: readonly string[];

  constructor(reason: 'scope_missing' | 'role_missing' | 'claim_unsatisfied', missingScopes: readonly string[] = []) {
    const scopes = Object.freeze([...missingScopes]);
    super(`${description}.`, {
      code: 'insufficient_scope',
      reason,
      status: 403,
      challenge: {
        error: 'insufficient_scope',
        description,
        ...(scopes.length > 0 && { scopes }),
      },
    });
    this.missingScopes = scopes;
  }
}
