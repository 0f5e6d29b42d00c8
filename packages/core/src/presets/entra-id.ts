import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nonEmptyString, nonEmptyStrings } from '../options/option-checks.js';
import { isObject, ownOptions } from '../options/own-options.js';
import type { IssuerOptions, IssuerResolver } from '../verifier/verifier-options.js';
import { entraIdIssuer } from './entra-id-issuer.js';
import type { EntraIdApi, EntraIdVersion } from './entra-id-issuer.js';
import { entraIdResolver } from './entra-id-resolver.js';
import { guid } from './guid.js';

/** Which API the tokens are for. */
export interface EntraIdApiOptions {
  /** The application (client) ID of the API, a GUID. */
  readonly clientId: string;
  /** What tokens of version 1 may be for, beside the client ID. Default `api://{clientId}`. */
  readonly appIdUri?: string;
}

/** An API for one tenant. */
export interface EntraIdOptions extends EntraIdApiOptions {
  /** The directory (tenant) ID, a GUID. */
  readonly tenantId: string;
  /** What `accessTokenAcceptedVersion` in the manifest of the API says, where null is 1. Default 2. */
  readonly version?: EntraIdVersion;
}

/** An API for several tenants, or for tokens of both versions. */
export interface EntraIdTenantsOptions extends EntraIdApiOptions {
  /** The tenants that are accepted: a list, or a function that answers true for the ID of one (in lower case). */
  readonly tenants: readonly string[] | ((tenantId: string) => boolean | Promise<boolean>);
  /** As with one tenant; `both` while an API moves from 1 to 2. Default 2. */
  readonly version?: EntraIdVersion | 'both';
}

/**
 * Access tokens by Microsoft Entra ID, for one tenant or for those that you list or look up: never for any tenant.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-tokens Access tokens}
 */
export function entraId(options: EntraIdOptions): IssuerOptions;
export function entraId(options: EntraIdTenantsOptions): {
  readonly issuers: readonly IssuerOptions[] | IssuerResolver;
};
export function entraId(
  options: EntraIdOptions | EntraIdTenantsOptions,
): IssuerOptions | { readonly issuers: readonly IssuerOptions[] | IssuerResolver } {
  return isOfTenants(options) ? ofTenants(options) : ofTenant(options);
}

function isOfTenants(options: EntraIdOptions | EntraIdTenantsOptions): options is EntraIdTenantsOptions {
  return isObject(options) && Object.hasOwn(options, 'tenants');
}

function ofTenant(options: EntraIdOptions): IssuerOptions {
  const own = ownOptions(options, ['tenantId', 'clientId', 'appIdUri', 'version'], 'entraId');
  const [version, other] = readVersions(own);
  if (version === undefined || other !== undefined)
    throw new InvalidOptionError('entraId.version', 'pass 1 or 2; for both, list the tenant in `tenants`.');
  return entraIdIssuer({ tenantId: readTenant(own.tenantId, 'entraId.tenantId'), version }, readApi(own));
}

function ofTenants(options: EntraIdTenantsOptions): { readonly issuers: readonly IssuerOptions[] | IssuerResolver } {
  const own = ownOptions(options, ['tenants', 'clientId', 'appIdUri', 'version'], 'entraId');
  const versions = readVersions(own);
  const api = readApi(own);
  if (typeof own.tenants === 'function')
    return Object.freeze({ issuers: entraIdResolver({ accepts: own.tenants, versions, api }) });
  const remedy = 'list tenant IDs, or pass a function that answers true for those of yours.';
  const tenants = nonEmptyStrings(own.tenants, 'entraId.tenants', remedy).map((id) =>
    readTenant(id, 'entraId.tenants'),
  );
  const issuers = tenants.flatMap((tenantId) => versions.map((version) => entraIdIssuer({ tenantId, version }, api)));
  return Object.freeze({ issuers: Object.freeze(issuers) });
}

function readTenant(tenantId: unknown, option: string): string {
  return guid(tenantId, option, 'pass the directory (tenant) ID, a GUID; "common" and "organizations" are any tenant.');
}

const choices = { 1: [1], 2: [2], both: [1, 2] } as const;

function readVersions({ version = 2 }: Pick<EntraIdTenantsOptions, 'version'>): readonly EntraIdVersion[] {
  if (!Object.hasOwn(choices, version)) throw new InvalidOptionError('entraId.version', "pass 1, 2, or 'both'.");
  return choices[version];
}

const graph = '00000003-0000-0000-c000-000000000000';

function readApi(own: EntraIdApiOptions & Pick<EntraIdTenantsOptions, 'version'>): EntraIdApi {
  const clientId = guid(own.clientId, 'entraId.clientId', 'pass the application (client) ID of the API, a GUID.');
  if (clientId === graph)
    throw new InvalidOptionError('entraId.clientId', 'that is Microsoft Graph, whose tokens nobody else can verify.');
  const { appIdUri = `api://${clientId}`, version = 2 } = own;
  if ('appIdUri' in own && version === 2)
    throw new InvalidOptionError('entraId.appIdUri', 'leave it out: tokens of version 2 are for the client ID.');
  return {
    clientId,
    appIdUri: nonEmptyString(appIdUri, 'entraId.appIdUri', 'pass the Application ID URI of the API.'),
  };
}
