import { memberAt } from '../claims/member-at.js';
import type { NamesReader } from '../claims/scopes.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nonEmptyString, nonEmptyStrings, secureUrl } from '../options/option-checks.js';
import { ownOptions } from '../options/own-options.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';
import { pathSegment } from './path-segment.js';

/** Where your realm is, and which API this is. */
export interface KeycloakOptions {
  /** Keycloak's own URL, before `/realms`: `https://sso.example.com`. */
  readonly baseUrl: string;
  readonly realm: string;
  /** What the audience mapper of your clients adds for this API. */
  readonly audience: string | readonly string[];
  /** The client whose roles count. Default: the roles of the realm. */
  readonly rolesOfClient?: string;
}

/**
 * Access tokens by a realm of Keycloak. `typ` in the claims tells its kinds apart, so that ID tokens and tokens for e-mail
 * links are refused.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://www.keycloak.org/docs/latest/server_admin/#audience-support Audience support}
 */
export function keycloak(options: KeycloakOptions): IssuerOptions {
  const own = ownOptions(options, ['baseUrl', 'realm', 'audience', 'rolesOfClient'], 'keycloak');
  const realm = pathSegment(own.realm, 'keycloak.realm', 'pass the name of the realm, as it stands in its URL.');
  const issuer = `${bareUrl(own.baseUrl)}/realms/${realm}`;
  return Object.freeze<IssuerOptions>({
    issuer,
    jwksUri: `${issuer}/protocol/openid-connect/certs`,
    algorithms: ['RS256'],
    acceptedTypes: ['JWT', 'at+jwt'],
    audience: ownAudience(own.audience),
    binding: { claim: 'typ', values: ['Bearer', 'DPoP'], whenAbsent: 'accept' },
    clientIdFrom: 'azp',
    scopesFrom: 'scope',
    rolesFrom: rolesReader(own),
    hints,
  });
}

function bareUrl(value: unknown): string {
  const url = secureUrl(value, 'keycloak.baseUrl');
  if (url.endsWith('/') || /[?#]|\/realms(?:\/|$)/.test(url))
    throw new InvalidOptionError('keycloak.baseUrl', 'pass what stands before /realms, without a slash at the end.');
  return url;
}

/** Nearly every token of a realm is for `account`, by the roles that each user has in it. */
function ownAudience(audience: unknown): readonly string[] {
  const remedy = 'pass what an audience mapper adds for this API; Keycloak adds no audience by itself.';
  const own = nonEmptyStrings(audience, 'keycloak.audience', remedy);
  if (own.includes('account'))
    throw new InvalidOptionError('keycloak.audience', `nearly every token of a realm is for "account": ${remedy}`);
  return own;
}

/** By single steps, since the ID of a client may have dots in it. Whoever asks the reader checks what it answers. */
function rolesReader(own: KeycloakOptions): NamesReader {
  if (!('rolesOfClient' in own)) return 'realm_access.roles';
  const id = nonEmptyString(
    own.rolesOfClient,
    'keycloak.rolesOfClient',
    'pass the ID of the client whose roles count.',
  );
  return (claims) => memberAt(claims, ['resource_access', id, 'roles']) as readonly string[] | undefined;
}

const hints: OperatorHints = Object.freeze({
  issuer_not_trusted:
    "Keycloak's issuer follows the host name that the client asked: set `hostname`, or pass that URL.",
  audience_missing: 'Keycloak adds no audience by itself: give the client scope an audience mapper for this API.',
  audience_mismatch: 'Keycloak lists `account` until an audience mapper adds this API; the client itself is `azp`.',
  type_mismatch: 'The claim `typ` is Bearer in an access token; ID, Refresh, Offline and Logout are for the client.',
});
