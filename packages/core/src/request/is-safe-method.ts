import type { RequestLike } from './request-like.js';

const safeMethods: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Whether a request asks for no change (RFC 9110 §9.2.1). */
export function isSafeMethod({ method }: RequestLike): boolean {
  return safeMethods.has(method);
}
