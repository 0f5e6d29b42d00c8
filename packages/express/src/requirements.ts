import * as core from '@jwt-guard/core';
import type { ClaimExpectation, Requirement } from '@jwt-guard/core';

import { guardKey } from './guarded-request.js';
import type { GuardedRequest } from './guarded-request.js';
import type { Middleware } from './middleware.js';
import { verifiedTokenOf } from './verified-token-of.js';

/**
 * Requires every one of these scopes: else 403, naming all that are missing.
 *
 * @throws {InvalidOptionError} At creation, when no scope is listed, or one is no scope token (RFC 6749 §3.3).
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-3.1 RFC 6750 §3.1}
 */
export function requireScopes(...scopes: readonly string[]): Middleware {
  return demand(core.requireScopes(...scopes));
}

/**
 * Requires at least one of these scopes: else 403.
 *
 * @throws {InvalidOptionError} At creation, when no scope is listed, or one is no scope token (RFC 6749 §3.3).
 */
export function requireAnyScope(...scopes: readonly string[]): Middleware {
  return demand(core.requireAnyScope(...scopes));
}

/**
 * Requires one of these audiences on top of the guard's own, else 401: it narrows, and never widens. Two APIs are two guards.
 *
 * @throws {InvalidOptionError} At creation, when no audience is listed.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3 RFC 7519 §4.1.3}
 */
export function requireAudience(...audiences: readonly string[]): Middleware {
  return demand(core.requireAudience(...audiences));
}

/**
 * Requires a claim to have exactly this value, or to satisfy a predicate: else 403.
 *
 * @param name - the claim's own name, not a path
 * @throws {InvalidOptionError} At creation, for a missing name or expectation, or a regular expression.
 */
export function requireClaim(name: string, expected: ClaimExpectation): Middleware {
  return demand(core.requireClaim(name, expected));
}

/**
 * Requires every one of these roles: else 403. Where roles stand in a token is the guard's `rolesFrom`; `roles` by default.
 *
 * @throws {InvalidOptionError} At creation, when no role is listed.
 */
export function requireRoles(...roles: readonly string[]): Middleware {
  return demand(core.requireRoles(...roles));
}

/** A demand of core as a middleware. The guard above it answers, so that its realm and its listeners hold here too. */
function demand(requirement: Requirement): Middleware {
  return (request: GuardedRequest, _response, next) => {
    const guard = request[guardKey];
    if (guard === undefined)
      throw new Error('A require… middleware ran on a request that no jwtGuard() has seen: put jwtGuard() above it.');
    guard.authorize(verifiedTokenOf(request), [requirement]);
    next();
  };
}
