import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nonEmptyStrings } from '../options/option-checks.js';
import { ownOptions } from '../options/own-options.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';
import { domainName } from './domain-name.js';

/** Where your Auth0 tenant is, and which API this is. */
export interface Auth0Options {
  /** The tenant's domain, or your custom one: `example.eu.auth0.com`. */
  readonly domain: string;
  /** The identifier of this API, as the dashboard shows it. */
  readonly audience: string | readonly string[];
}

/**
 * Access tokens by Auth0, in its own profile or that of RFC 9068. Roles are the `permissions` that "Add Permissions in the
 * Access Token" adds.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles Access token profiles}
 */
export function auth0(options: Auth0Options): IssuerOptions {
  const { domain, audience } = ownOptions(options, ['domain', 'audience'], 'auth0');
  const issuer = `https://${domainName(domain, 'auth0.domain', 'example.eu.auth0.com')}/`;
  return Object.freeze<IssuerOptions>({
    issuer,
    jwksUri: `${issuer}.well-known/jwks.json`,
    algorithms: ['RS256'],
    acceptedTypes: ['JWT', 'at+jwt'],
    audience: ownAudience(audience, issuer),
    scopesFrom: 'scope',
    rolesFrom: 'permissions',
    hints,
  });
}

/** Every token with the scope `openid` is for the userinfo endpoint too. */
function ownAudience(audience: unknown, issuer: string): readonly string[] {
  const remedy = 'pass the identifier of your API, as Applications > APIs shows it.';
  const own = nonEmptyStrings(audience, 'auth0.audience', remedy);
  if (own.includes(`${issuer}userinfo`))
    throw new InvalidOptionError('auth0.audience', `every Auth0 user has a token for userinfo: ${remedy}`);
  return own;
}

const hints: OperatorHints = Object.freeze({
  opaque:
    'Auth0 issues opaque tokens to clients that ask for no audience: send `audience` in the authorization request.',
  encrypted: 'Auth0 encrypts tokens that are for userinfo alone: send `audience` in the authorization request.',
  issuer_not_trusted: "Auth0's issuer ends in a slash, and a custom domain is an issuer of its own.",
  audience_mismatch:
    'The audience is the identifier of the API, not its URL and not a client ID; that would be an ID token.',
});
