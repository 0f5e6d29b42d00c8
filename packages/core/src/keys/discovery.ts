import type { FetchedDocument } from './fetch-document.js';

/** What the metadata of an issuer say of its keys. */
export interface IssuerMetadata {
  readonly jwksUri: string;
  /** For how many milliseconds the metadata are fresh, by `Cache-Control`. */
  readonly maxAgeMs?: number | undefined;
}

/** How an issuer is discovered. */
export interface DiscoveryOptions {
  /** Fetches one document. */
  readonly fetchJson: (url: string) => Promise<FetchedDocument>;
  /** Refuses a `jwks_uri` at another origin than the issuer's. */
  readonly sameOrigin?: boolean;
}

/** Metadata were had, and are not those of this issuer, or name no place of keys. */
export class UnfitMetadataError extends Error {
  override readonly name = 'UnfitMetadataError';
}

/**
 * Finds the key set of an issuer by its metadata: RFC 8414 first, then OpenID Connect Discovery. The metadata must
 * name the very same issuer, or anyone's document could speak for it (RFC 8414 §3.3).
 *
 * @throws {AggregateError} When neither document can be had and used; it holds both reasons. A document that was had and
 * cannot be used is an {@link UnfitMetadataError} among them.
 */
export async function discoverJwksUri(
  issuer: string,
  { fetchJson, sameOrigin = false }: DiscoveryOptions,
): Promise<IssuerMetadata> {
  const failures: unknown[] = [];
  for (const url of metadataUrls(issuer)) {
    try {
      const { body, maxAgeMs } = await fetchJson(url);
      const jwksUri = jwksUriOf(issuer, body);
      if (sameOrigin) requireSameOrigin(issuer, jwksUri);
      return { jwksUri, maxAgeMs };
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

function jwksUriOf(issuer: string, metadata: FetchedDocument['body']): string {
  if (metadata?.['issuer'] !== issuer) throw new UnfitMetadataError(`${issuer}: its metadata names another issuer`);
  const jwksUri = metadata['jwks_uri'];
  if (typeof jwksUri !== 'string' || !URL.canParse(jwksUri))
    throw new UnfitMetadataError(`${issuer}: its metadata has no jwks_uri`);
  return jwksUri;
}

function requireSameOrigin(issuer: string, jwksUri: string): void {
  if (new URL(jwksUri).origin !== new URL(issuer).origin)
    throw new UnfitMetadataError(`${issuer}: its metadata names a jwks_uri at another origin`);
}
