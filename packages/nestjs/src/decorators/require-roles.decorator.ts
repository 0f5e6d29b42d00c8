import { requireRoles } from '@jwt-guard/core';
import { stateOnRoute } from '../route/route-statements.js';
import type { RouteDecorator } from '../route/route-statements.js';

/**
 * Requires every one of these roles. Where roles stand in a token is the option `rolesFrom`; `roles` by default. Else 403.
 *
 * @throws {InvalidOptionError} At boot, when no role is listed.
 */
export function RequireRoles(...roles: readonly string[]): RouteDecorator {
  return stateOnRoute({ decorator: '@RequireRoles()', requirement: requireRoles(...roles) });
}
