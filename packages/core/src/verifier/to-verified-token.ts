import type { RegisteredClaims } from '../claims/registered-claims.js';
import { stringClaim } from '../claims/registered-claims.js';
import { readNames, readRoles, readScopes } from '../claims/scopes.js';
import type { CompactJws } from '../token/compact-jws.js';
import { createVerifiedToken } from '../token/verified-token.js';
import type { TokenSource, VerifiedToken } from '../token/verified-token.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/** All that a verification found out. */
export interface Verification<Claims> {
  readonly token: string;
  readonly jws: Pick<CompactJws, 'header' | 'claims'>;
  readonly registered: RegisteredClaims;
  /** The claims, or what the user's schema made of them. */
  readonly claims: Claims;
  readonly issuer: TrustedIssuer;
  readonly source: TokenSource | undefined;
}

/**
 * Turns what a verification found out into its result. Runs after the signature held, since the readers may be user code.
 *
 * @throws {InvalidTokenError} `malformed` when scopes or roles have a wrong type.
 */
export function toVerifiedToken<Claims>({
  token,
  jws,
  registered,
  claims,
  issuer,
  source,
}: Verification<Claims>): VerifiedToken<Claims> {
  const clientId = readClientId(jws, issuer);
  const jti = stringClaim(jws.claims, 'jti');
  const sessionId = stringClaim(jws.claims, 'sid');
  return createVerifiedToken({
    header: jws.header,
    claims,
    issuer: issuer.issuer,
    ...(registered.sub !== undefined && { subject: registered.sub }),
    ...(clientId !== undefined && { clientId }),
    ...(jti !== undefined && { jti }),
    ...(sessionId !== undefined && { sessionId }),
    scopes: issuer.scopesFrom === undefined ? readScopes(jws.claims) : readNames(jws.claims, issuer.scopesFrom),
    expiresAt: registered.exp,
    ...(source !== undefined && { source }),
    token,
    rawClaims: jws.claims,
    roles: issuer.rolesFrom === undefined ? readRoles(jws.claims) : readNames(jws.claims, issuer.rolesFrom),
  });
}

function readClientId({ claims }: Pick<CompactJws, 'claims'>, { clientIdFrom }: TrustedIssuer): string | undefined {
  if (clientIdFrom !== undefined) return stringClaim(claims, clientIdFrom);
  return stringClaim(claims, 'client_id') ?? stringClaim(claims, 'azp');
}
