import { headerValues } from './request-like.js';
import type { RequestLike } from './request-like.js';

/**
 * All values of a cookie, as they stand in the raw Cookie header: a parser hides that a name was sent twice. Neither quotes
 * nor percent-encoding are undone.
 *
 * Strips SP and HTAB alone before a name: `trim()` would let a cookie named NBSP + `__Host-…`, which any site may set, pass for ours.
 */
export function cookieValues(request: RequestLike, name: string): readonly string[] {
  return headerValues(request, 'cookie')
    .flatMap((header) => header.split(';'))
    .map((pair) => pair.replace(/^[ \t]+/, ''))
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
