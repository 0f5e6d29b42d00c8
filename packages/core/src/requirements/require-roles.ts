import { InsufficientScopeError } from '../errors/insufficient-scope-error.js';
import { nonEmptyStrings } from '../options/option-checks.js';
import type { Requirement } from './requirement.js';

/**
 * Requires every one of these roles. Where roles stand in a token is the verifier's `rolesFrom`; `roles` by default.
 *
 * @throws {InvalidOptionError} At creation, when no role is listed.
 */
export function requireRoles(...roles: readonly string[]): Requirement {
  const required = nonEmptyStrings(roles, 'requireRoles', 'list at least one role.');
  return (granted) => {
    const missing = required.filter((role) => !granted.roles.includes(role));
    if (missing.length === 0) return undefined;
    return new InsufficientScopeError('role_missing', [], { claim: 'roles', values: missing });
  };
}
