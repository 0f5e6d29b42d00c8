import type { IssuerOptions, IssuerResolver } from '../verifier/verifier-options.js';
import { entraIdIssuer } from './entra-id-issuer.js';
import type { EntraIdApi, EntraIdVersion } from './entra-id-issuer.js';
import { isGuid } from './guid.js';

/** How issuers of Entra ID are found. */
export interface EntraIdResolverOptions {
  /** Answers true for the ID of a tenant that is accepted; anything else is no. */
  readonly accepts: (tenantId: string) => unknown;
  readonly versions: readonly EntraIdVersion[];
  readonly api: EntraIdApi;
}

/** Asks about a tenant only where the whole name is one that Entra ID gives to its issuers. */
export function entraIdResolver({ accepts, versions, api }: EntraIdResolverOptions): IssuerResolver {
  const issuersOf = (tenantId: string): readonly IssuerOptions[] =>
    isGuid(tenantId) ? versions.map((version) => entraIdIssuer({ tenantId, version }, api)) : [];

  return async (issuer) => {
    const tenantId = issuer.split('/')[3] ?? '';
    const found = issuersOf(tenantId).find((one) => one.issuer === issuer);
    return found !== undefined && (await accepts(tenantId)) === true ? found : undefined;
  };
}
