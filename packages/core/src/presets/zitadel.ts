import type { NamesReader } from '../claims/scopes.js';
import { nonEmptyString } from '../options/option-checks.js';
import { isObject, ownOptions } from '../options/own-options.js';
import { ownClaim } from '../token/own-claim.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';
import { domainName } from './domain-name.js';

/** Where your Zitadel instance is, and which project this API belongs to. */
export interface ZitadelOptions {
  /** The instance's domain, or your custom one: `example.zitadel.cloud`. */
  readonly domain: string;
  /** Clients ask for it by the scope `urn:zitadel:iam:org:project:id:{projectId}:aud`. */
  readonly projectId: string;
  /** The claim with the roles. Default: the one that names this project, `urn:zitadel:iam:org:project:{projectId}:roles`. */
  readonly rolesClaim?: string;
}

/**
 * Access tokens by Zitadel, of applications and users whose tokens are set to JWT. Roles are the names in an object, whichever
 * organization has granted them.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://zitadel.com/docs/apis/openidoauth/claims Claims}
 */
export function zitadel(options: ZitadelOptions): IssuerOptions {
  const own = ownOptions(options, ['domain', 'projectId', 'rolesClaim'], 'zitadel');
  const issuer = `https://${domainName(own.domain, 'zitadel.domain', 'example.zitadel.cloud')}`;
  const projectId = nonEmptyString(own.projectId, 'zitadel.projectId', 'pass the ID of the project of this API.');
  const { rolesClaim = `urn:zitadel:iam:org:project:${projectId}:roles` } = own;
  return Object.freeze<IssuerOptions>({
    issuer,
    jwksUri: `${issuer}/oauth/v2/keys`,
    algorithms: ['RS256'],
    audience: projectId,
    requiredClaims: ['jti'], // The ID token has the same audiences, and no jti.
    scopesFrom: 'scope',
    rolesFrom: namesIn(nonEmptyString(rolesClaim, 'zitadel.rolesClaim', 'name the claim.')),
    hints,
  });
}

/** Each role stands there as `{ [role]: { [organization]: domain } }`. */
function namesIn(claim: string): NamesReader {
  return (claims) => {
    const roles = ownClaim(claims, claim);
    return isObject(roles) ? Object.keys(roles) : [];
  };
}

const hints: OperatorHints = Object.freeze({
  opaque: 'Zitadel issues opaque tokens until the application (or the machine user) is set to JWT.',
  audience_mismatch: 'The client must ask for the scope urn:zitadel:iam:org:project:id:{projectId}:aud.',
  claim_missing: 'Access tokens of Zitadel have a jti; an ID token has none.',
});
