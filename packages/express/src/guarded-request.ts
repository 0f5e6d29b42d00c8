import type { IncomingMessage } from 'node:http';

import type { RequestGuard } from '@jwt-guard/core';

/** Shared by all copies of this package in a process, so that the middlewares of one find the guard of another. */
export const guardKey: unique symbol = Symbol.for('@jwt-guard/express/guard') as never;

/** A request, as the middlewares of this package pass it on from one to the next. */
export interface GuardedRequest extends IncomingMessage {
  /** What jwtGuard() verified; any other middleware may have put something else here. */
  auth?: unknown;
  /** The guard that looked at the request last. */
  [guardKey]?: RequestGuard<unknown>;
}
