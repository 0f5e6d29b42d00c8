import { requireClaim } from '@jwt-guard/core';
import type { ClaimExpectation } from '@jwt-guard/core';
import { stateOnRoute } from '../route/route-statements.js';
import type { RouteDecorator } from '../route/route-statements.js';

/**
 * Requires a claim to have exactly this value, or to satisfy a predicate. Else 403.
 *
 * @param name - the claim's own name, not a path
 * @throws {InvalidOptionError} At boot, for a missing name or expectation.
 */
export function RequireClaim(name: string, expected: ClaimExpectation): RouteDecorator {
  return stateOnRoute({ decorator: '@RequireClaim()', requirement: requireClaim(name, expected) });
}
