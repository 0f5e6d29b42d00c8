import { createRequestGuard } from '@jwt-guard/core';
import type { JwtClaims, JwtVerifier, RequestGuardOptions, VerifiedToken } from '@jwt-guard/core';

import { guardKey } from './guarded-request.js';
import type { GuardedRequest } from './guarded-request.js';
import type { Middleware } from './middleware.js';

/** What {@link jwtGuard} makes: a middleware that shows its verifier. */
export interface JwtGuard<Claims = JwtClaims> extends Middleware {
  /** There to hydrate, to listen to and to close. */
  readonly verifier: JwtVerifier<Claims>;
}

/**
 * Guards all routes below it: a request passes with one good access token, which is `req.auth` from then on.
 *
 * Where `credentials` are `optional`, a request without a token passes too, with `req.auth` undefined. A refusal goes to
 * the error middlewares, with its status and headers. Whatever stood in `req.auth` before is removed first.
 *
 * @throws {InvalidOptionError} At creation, when an option is missing, unknown or contradicts another.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750 RFC 6750}
 */
export function jwtGuard<Claims = JwtClaims>(options: RequestGuardOptions<Claims>): JwtGuard<Claims> {
  const guard = createRequestGuard<Claims>(options);

  const middleware: Middleware = (request: GuardedRequest, _response, next) => {
    request.auth = undefined;
    request[guardKey] = guard;
    const pass = (token: VerifiedToken<unknown> | undefined): void => {
      request.auth = token;
      next();
    };
    // What next() throws goes on, too: Express 4 does not look at promises, and a rejection that nobody sees ends the process.
    try {
      const token = guard.authenticateAtOnce(request);
      if (token instanceof Promise) token.then(pass).catch(next);
      else pass(token);
    } catch (error) {
      next(error);
    }
  };
  return Object.freeze(Object.assign(middleware, { verifier: guard.verifier }));
}
