import { nonEmptyStrings } from '../options/option-checks.js';
import { ownOptions } from '../options/own-options.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';
import { domainName } from './domain-name.js';

/** Where your Logto tenant is, and which API this is. */
export interface LogtoOptions {
  /** The tenant's domain, or your custom one: `example.logto.app`. */
  readonly domain: string;
  /** The indicator of this API resource. */
  readonly audience: string | readonly string[];
}

/**
 * Access tokens by Logto, for an API resource. All of them are `at+jwt`.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://docs.logto.io/authorization/validate-access-tokens Validate access tokens}
 */
export function logto(options: LogtoOptions): IssuerOptions {
  const { domain, audience } = ownOptions(options, ['domain', 'audience'], 'logto');
  const issuer = `https://${domainName(domain, 'logto.domain', 'example.logto.app')}/oidc`;
  return Object.freeze<IssuerOptions>({
    issuer,
    jwksUri: `${issuer}/jwks`,
    algorithms: ['ES384'],
    acceptedTypes: ['at+jwt'],
    audience: nonEmptyStrings(audience, 'logto.audience', 'pass the API identifier, as API resources shows it.'),
    clientIdFrom: 'client_id',
    scopesFrom: 'scope',
    rolesFrom: 'roles',
    hints,
  });
}

const hints: OperatorHints = Object.freeze({
  opaque: 'Logto issues opaque tokens to clients that name no API: send `resource` in the token request.',
  type_mismatch: 'Access tokens of Logto are at+jwt: send one of those, not the ID token.',
  algorithm_not_allowed: 'The tenant signs with RS256 or another algorithm: pass `algorithms` beside the preset.',
});
