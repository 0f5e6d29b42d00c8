import { requireAnyScope } from '@jwt-guard/core';
import { stateOnRoute } from '../route/route-statements.js';
import type { RouteDecorator } from '../route/route-statements.js';

/**
 * Requires at least one of these scopes. Else 403.
 *
 * @throws {InvalidOptionError} At boot, when no scope is listed, or one is no scope token (RFC 6749 §3.3).
 */
export function RequireAnyScope(...scopes: readonly string[]): RouteDecorator {
  return stateOnRoute({ decorator: '@RequireAnyScope()', requirement: requireAnyScope(...scopes) });
}
