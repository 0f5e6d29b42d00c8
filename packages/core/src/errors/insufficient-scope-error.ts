import { JwtGuardError } from './jwt-guard-error.js';

const description = 'The request requires higher privileges than the access token provides';

/** A demand on a claim; `values` are absent where a predicate decides. */
export interface ClaimDemand {
  readonly claim: string;
  readonly values?: readonly string[];
}

/**
 * The token is good, and grants too little: 403 `insufficient_scope` (RFC 6750 §3.1).
 * Every missing scope is named; a failed demand on a role or another claim names none.
 */
export class InsufficientScopeError extends JwtGuardError {
  override readonly name = 'InsufficientScopeError';
  /** The scopes that the token lacks; empty where a role or a claim was demanded. */
  readonly missingScopes: readonly string[];
  /** For operators: the demand on a role or a claim that was not met. Never sent to the client. */
  readonly demand: ClaimDemand | undefined;

  constructor(
    reason: 'scope_missing' | 'role_missing' | 'claim_unsatisfied',
    missingScopes: readonly string[] = [],
    demand?: ClaimDemand,
  ) {
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
    this.demand = demand;
  }
}
