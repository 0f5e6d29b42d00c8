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
  /** The grants of the token endpoint. Default: `refresh_token` where there is one, else none. */
  readonly grantTypes?: readonly string[];
  /** Where clients revoke tokens, when they can. */
  readonly revocationEndpoint?: string;
  /** How clients prove who they are to these endpoints: `client_secret_basic`, `client_secret_post`. Default `none`: they are public. */
  readonly authMethods?: readonly string[];
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
  const { maxAge = 600, ...own } = ownOptions(options, optionNames);
  const document = Object.freeze(metadata(own));
  return createDocumentHandler({
    contentType: 'application/json',
    maxAgeSeconds: numberWithin(maxAge, 'maxAge', { min: 60, max: 86_400, unit: 'seconds' }),
    read: () => Promise.resolve(document),
  });
}

const optionNames = [
  'issuer',
  'jwksUri',
  'tokenEndpoint',
  'grantTypes',
  'revocationEndpoint',
  'authMethods',
  'maxAge',
] as const;

function metadata(options: Omit<MetadataOptions, 'maxAge'>): object {
  const { issuer, jwksUri, tokenEndpoint, revocationEndpoint, authMethods = ['none'] } = options;
  const { grantTypes = tokenEndpoint === undefined ? [] : ['refresh_token'] } = options;
  secureUrl(issuer, 'issuer');
  return {
    issuer,
    jwks_uri: secureUrl(jwksUri ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`, 'jwksUri'),
    // The methods are stated too: left out, they would promise client_secret_basic.
    ...(tokenEndpoint !== undefined && {
      token_endpoint: secureUrl(tokenEndpoint, 'tokenEndpoint'),
      token_endpoint_auth_methods_supported: [...authMethods],
    }),
    ...(revocationEndpoint !== undefined && {
      revocation_endpoint: secureUrl(revocationEndpoint, 'revocationEndpoint'),
      revocation_endpoint_auth_methods_supported: [...authMethods],
    }),
    // Stated although empty: the first is required, and the second, left out, would promise the code and implicit grants.
    response_types_supported: [],
    grant_types_supported: [...grantTypes],
  };
}
