import type { IncomingMessage } from 'node:http';

import type { JwtClaims, VerifiedToken } from '@jwt-guard/core';

import { verifiedTokenOf } from './verified-token-of.js';

/**
 * The verified token of a request, for handlers below `jwtGuard()`.
 *
 * @typeParam Claims - what the guard's `claims` schema makes of the claims; it is not checked again
 * @throws {Error} When there is none: the route has no guard, or an optional one. There read `req.auth`.
 */
export function getAuth<Claims = JwtClaims>(request: IncomingMessage): VerifiedToken<Claims> {
  const token = verifiedTokenOf(request);
  if (token === undefined) {
    throw new Error(
      'getAuth(): the request holds no verified token. Put jwtGuard() above the route; where its credentials are optional, read req.auth.',
    );
  }
  return token as VerifiedToken<unknown> as VerifiedToken<Claims>;
}
