import { InsufficientScopeError } from '../errors/insufficient-scope-error.js';
import type { JwtGuardError } from '../errors/jwt-guard-error.js';
import { grantsOf } from '../token/verified-token.js';
import type { Grants, VerifiedToken } from '../token/verified-token.js';

/**
 * A port: what a route demands of a verified token. Answers undefined when the token satisfies it, else the refusal.
 * It reads the claims as they stood in the token, not a schema's output.
 */
export type Requirement = (grants: Grants) => JwtGuardError | undefined;

/**
 * Holds a token against all demands of a route, so that one answer names every missing scope.
 *
 * @returns undefined when all are satisfied. A demand on the token itself (its audience) is refused before demands on
 * what it grants, since a token with more scopes would not help.
 */
export function unmetRequirement(
  token: VerifiedToken<unknown>,
  requirements: readonly Requirement[],
): JwtGuardError | undefined {
  if (requirements.length === 0) return undefined;
  const grants = grantsOf(token);
  const refusals = requirements.map((requirement) => requirement(grants)).filter((refusal) => refusal !== undefined);
  const [first] = refusals;
  const other = refusals.find((refusal) => !(refusal instanceof InsufficientScopeError));
  if (first === undefined || other !== undefined) return other;
  const missing = refusals.flatMap((refusal) => (refusal as InsufficientScopeError).missingScopes);
  return missing.length === 0 ? first : new InsufficientScopeError('scope_missing', [...new Set(missing)]);
}
