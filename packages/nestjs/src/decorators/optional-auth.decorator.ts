import { stateOnRoute } from '../route/route-statements.js';
import type { RouteDecorator } from '../route/route-statements.js';

/**
 * Lets requests without a credential through. Only absence: a bad token is still 401, an outage 503. Where the route has
 * demands from another level, nobody is anonymous.
 *
 * @throws {InvalidOptionError} At boot, beside a demand or `@Public()` on the same class or method.
 */
export function OptionalAuth(): RouteDecorator {
  return stateOnRoute({ decorator: '@OptionalAuth()', exemption: 'optional' });
}
