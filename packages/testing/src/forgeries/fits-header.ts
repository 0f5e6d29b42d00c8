const largestHeaderBytes = 12 * 1024;

/**
 * Whether a token can be sent as it is in an Authorization header or a cookie. Others never reach a guard over HTTP, since Node's client or
 * server refuses or trims them; they are for the verifier itself.
 */
export function fitsHeader(token: string): boolean {
  return token.length <= largestHeaderBytes && /^[\x21-\x7e]+$/.test(token);
}
