import type { RequestLike } from '@jwt-guard/core';

/** A request as Nest hands it out: Node's own, which Express extends, or one that wraps it as Fastify's does. */
export type HttpRequest = RequestLike | { readonly raw: RequestLike };

/** What the core reads of a request: Fastify's wrapper shows no header that was sent twice. */
export function requestLikeOf(request: HttpRequest): RequestLike {
  return 'rawHeaders' in request ? request : request.raw;
}
