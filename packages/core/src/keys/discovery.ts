import type { JsonObject } from '../token/strict-json.js';

/**
 * Finds the key set of an issuer by its metadata: RFC 8414 first, then OpenID Connect Discovery. The metadata must
 * name the very same issuer, or anyone's document could speak for it (RFC 8414 §3.3).
 *
 * @param fetchJson - fetches one document
 * @returns the issuer's `jwks_uri`
 * @throws {AggregateError} When neither document can be had and used; it holds both reasons.
 */
export async function discoverJwksUri(
  issuer: string,
  fetchJson: (url: string) => Promise<JsonObject>,
): Promise<string> {
  const failures: unknown[] = [];
  for (const url of metadataUrls(issuer)) {
    try {
      return jwksUriOf(issuer, await fetchJson(url));
    } catch (failure) {
      failures.push(failure);
    }
  }
  throw new AggregateError(failures, `${issuer}: its metadata cannot be had`);
}

/** RFC 8414 puts the well-known part before the issuer's path; OpenID Connect appends it. */
function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
}

function jwksUriOf(issuer: string, metadata: JsonObject): string {
  if (metadata['issuer'] !== issuer) throw new Error(`${issuer}: its metadata names another issuer`);
  const jwksUri = metadata['jwks_uri'];
  if (typeof jwksUri !== 'string' || !URL.canParse(jwksUri)) throw new Error(`${issuer}: its metadata has no jwks_uri`);
  return jwksUri;
}
