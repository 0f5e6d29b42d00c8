import type { IncomingMessage } from 'node:http';

import { isVerifiedToken } from '@jwt-guard/core';
import type { VerifiedToken } from '@jwt-guard/core';

import type { GuardedRequest } from './guarded-request.js';

/** What `req.auth` holds, if this library verified it. Other middlewares write there too: theirs counts as nothing. */
export function verifiedTokenOf(request: IncomingMessage): VerifiedToken | undefined {
  const { auth } = request as GuardedRequest;
  return isVerifiedToken(auth) ? auth : undefined;
}
