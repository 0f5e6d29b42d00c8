import { stateOnRoute } from '../route/route-statements.js';
import type { RouteDecorator } from '../route/route-statements.js';

/**
 * Opens a route, or all routes of a controller: nobody looks at credentials, not even at bad ones. On a controller it counts
 * only for methods that demand nothing, and not for controllers that extend it.
 *
 * @throws {InvalidOptionError} At boot, beside a demand or `@OptionalAuth()` on the same class or method.
 */
export function Public(): RouteDecorator {
  return stateOnRoute({ decorator: '@Public()', exemption: 'public' });
}
