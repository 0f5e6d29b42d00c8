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
  return (granted) =>
    required.every((role) => granted.roles.includes(role)) ? undefined : new InsufficientScopeError('role_missing');
}
