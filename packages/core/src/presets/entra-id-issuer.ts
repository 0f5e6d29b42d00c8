import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';

/** Of access tokens: what `accessTokenAcceptedVersion` in the manifest of the API says, where null is 1. */
export type EntraIdVersion = 1 | 2;

/** One tenant, in one of the two versions: an issuer of Entra ID. */
export interface EntraIdTenant {
  readonly tenantId: string;
  readonly version: EntraIdVersion;
}

/** The API that the tokens are for. */
export interface EntraIdApi {
  readonly clientId: string;
  /** What tokens of version 1 may be for, beside the client ID. */
  readonly appIdUri: string;
}

/**
 * The rule of a tenant: `iss` and `tid` name it, and so must a key that names an issuer. The claim with the client is
 * required, since ID tokens have none: where a client and its API share one registration, nothing else tells the two apart.
 */
export function entraIdIssuer({ tenantId, version }: EntraIdTenant, { clientId, appIdUri }: EntraIdApi): IssuerOptions {
  const { issuer, keys, client } = versions[version];
  return Object.freeze<IssuerOptions>({
    issuer: issuer(tenantId),
    jwksUri: keys(tenantId),
    algorithms: ['RS256'],
    acceptedTypes: ['JWT'],
    audience: version === 1 ? [clientId, appIdUri] : clientId,
    binding: { claim: 'tid', values: [tenantId] },
    requiredClaims: [client],
    clientIdFrom: client,
    scopesFrom: 'scp',
    rolesFrom: 'roles',
    hints,
  });
}

const login = 'https://login.microsoftonline.com';
const versions = {
  1: {
    issuer: (tenantId: string) => `https://sts.windows.net/${tenantId}/`,
    keys: (tenantId: string) => `${login}/${tenantId}/discovery/keys`,
    client: 'appid',
  },
  2: {
    issuer: (tenantId: string) => `${login}/${tenantId}/v2.0`,
    keys: (tenantId: string) => `${login}/${tenantId}/discovery/v2.0/keys`,
    client: 'azp',
  },
} as const;

const hints: OperatorHints = Object.freeze({
  issuer_not_trusted:
    'The version of a token follows accessTokenAcceptedVersion in the manifest of the API, not the endpoint: sts.windows.net is version 1. Or it is of another tenant.',
  audience_mismatch:
    'A token for Microsoft Graph (00000003-…) is for Graph alone: ask for a scope of this API, api://{clientId}/….',
  claim_missing: 'An ID token names no client (azp, or appid in version 1): send the access token.',
  claim_mismatch: 'The tenant in `tid` is not the one in `iss`.',
});
