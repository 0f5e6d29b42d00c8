import { requireAudience } from '@jwt-guard/core';
import { stateOnRoute } from '../route/route-statements.js';
import type { RouteDecorator } from '../route/route-statements.js';

/**
 * Requires one of these audiences on top of the module's own: it narrows, and never widens. Else 401.
 *
 * @throws {InvalidOptionError} At boot, when no audience is listed.
 */
export function RequireAudience(...audiences: readonly string[]): RouteDecorator {
  return stateOnRoute({ decorator: '@RequireAudience()', requirement: requireAudience(...audiences) });
}
