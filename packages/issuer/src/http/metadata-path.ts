const wellKnown = '/.well-known/oauth-authorization-server';

/**
 * Where clients look for an issuer's metadata: the well-known name stands before the issuer's own path.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8414#section-3 RFC 8414 §3}
 */
export function metadataPath(issuer: string): string {
  return `${wellKnown}${new URL(issuer).pathname.replace(/\/$/, '')}`;
}
