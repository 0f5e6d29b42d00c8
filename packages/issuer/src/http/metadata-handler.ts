import { numberWithin, ownOptions, secureUrl } from '@jwt-guard/core';

import { createDocumentHandler } from './document-handler.js';
import type { RequestHandler } from './request-handler.js';

/** What {@link createMetadataHandler} takes. */
export interface MetadataOptions {
  /** The issuer, as tokens and verifiers name it: the `issuer` of the token issuer. */
  readonly issuer: string;
  /** Where the keys are served. Default: `/.well-known/jwks.json` below the issuer. */
  readonly jwksUri?: string;
  /** Where clients get tokens, when they can. */
  readonly tokenEndpoint?: string;
  /** The grants of the token endpoint: `refresh_token`, `client_credentials`. Default: none. */
  readonly grantTypes?: readonly string[];
  /** How long clients may keep the answer, in seconds, 60–86 400; default 600. */
  readonly maxAge?: number;
}

/**
 * Serves the metadata document from which verifiers learn where the keys are, for the path that `metadataPath` names.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8414#section-2 RFC 8414 §2}
 * @throws {InvalidOptionError} When an option is wrong.
 */
export function createMetadataHandler(options: MetadataOptions): RequestHandler {
  const { maxAge = 600, ...own } = ownOptions(options, ['issuer', 'jwksUri', 'tokenEndpoint', 'grantTypes', 'maxAge']);
  const document = Object.freeze(metadata(own));
  return createDocumentHandler({
    contentType: 'application/json',
    maxAgeSeconds: numberWithin(maxAge, 'maxAge', { min: 60, max: 86_400, unit: 'seconds' }),
    read: () => Promise.resolve(document),
  });
}

function metadata({ issuer, jwksUri, tokenEndpoint, grantTypes = [] }: MetadataOptions): object {
  secureUrl(issuer, 'issuer');
  return {
    issuer,
    jwks_uri: secureUrl(jwksUri ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`, 'jwksUri'),
    ...(tokenEndpoint !== undefined && { token_endpoint: secureUrl(tokenEndpoint, 'tokenEndpoint') }),
    // Stated although empty: the first is required, and the second, left out, would promise the code and implicit grants.
    response_types_supported: [],
    grant_types_supported: [...grantTypes],
  };
}
