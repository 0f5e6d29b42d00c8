import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nonEmptyStrings } from '../options/option-checks.js';
import { ownOptions } from '../options/own-options.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';
import { domainName } from './domain-name.js';
import { pathSegment } from './path-segment.js';

/** Which authorization server of your organization it is, and which API this is. */
export interface OktaOptions {
  /** Your organization's domain, or your custom one: `example.okta.com`. */
  readonly domain: string;
  /** The ID of a custom authorization server. Default `default`, the one that Okta makes for you. */
  readonly authorizationServer?: string;
  /** The audience of that server; `api://default` on `default`. */
  readonly audience: string | readonly string[];
}

/**
 * Access tokens by a custom authorization server of Okta. Roles are its `groups` claim.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy; also for the org authorization server, whose tokens only
 * Okta may read.
 * @see {@link https://developer.okta.com/docs/guides/validate-access-tokens/ Validate access tokens}
 */
export function okta(options: OktaOptions): IssuerOptions {
  const own = ownOptions(options, ['domain', 'authorizationServer', 'audience'], 'okta');
  const origin = `https://${organization(own.domain)}`;
  const issuer = `${origin}/oauth2/${customServer(own)}`;
  return Object.freeze<IssuerOptions>({
    issuer,
    jwksUri: `${issuer}/v1/keys`,
    algorithms: ['RS256'],
    acceptedTypes: ['JWT', 'at+jwt', 'application/okta-internal-at+jwt'],
    audience: ownAudience(own.audience, origin),
    clientIdFrom: 'cid',
    scopesFrom: 'scp',
    rolesFrom: 'groups',
    hints,
  });
}

function organization(domain: unknown): string {
  const own = domainName(domain, 'okta.domain', 'example.okta.com');
  if (/-admin\.okta(?:preview|-emea)?\.com$/.test(own))
    throw new InvalidOptionError('okta.domain', 'that is the admin console: leave out "-admin".');
  return own;
}

const orgServer =
  'the tokens of the org authorization server are for Okta alone: use a custom one, such as "default", in the issuer of your clients too.';

function customServer(own: OktaOptions): string {
  const server = 'authorizationServer' in own ? own.authorizationServer : 'default';
  return pathSegment(server, 'okta.authorizationServer', orgServer);
}

function ownAudience(audience: unknown, origin: string): readonly string[] {
  const own = nonEmptyStrings(audience, 'okta.audience', 'pass the audience of the authorization server.');
  if (own.includes(origin)) throw new InvalidOptionError('okta.audience', orgServer);
  return own;
}

const hints: OperatorHints = Object.freeze({
  issuer_not_trusted:
    'The org authorization server (an issuer without /oauth2/…) issues tokens for Okta alone: use a custom one.',
  audience_mismatch:
    "The audience of Okta's default server is api://default; a client ID in its place means an ID token.",
});
