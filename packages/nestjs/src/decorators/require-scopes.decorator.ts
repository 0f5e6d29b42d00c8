import { requireScopes } from '@jwt-guard/core';
import { stateOnRoute } from '../route/route-statements.js';
import type { RouteDecorator } from '../route/route-statements.js';

/**
 * Requires every one of these scopes, together with those that the controller demands. Else 403, naming all that are missing.
 *
 * @throws {InvalidOptionError} At boot, when no scope is listed, or one is no scope token (RFC 6749 §3.3).
 */
export function RequireScopes(...scopes: readonly string[]): RouteDecorator {
  return stateOnRoute({ decorator: '@RequireScopes()', requirement: requireScopes(...scopes) });
}
