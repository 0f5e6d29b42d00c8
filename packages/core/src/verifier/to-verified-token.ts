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
  return createVerifiedToken({
    header: jws.header,
    claims,
    issuer: issuer.issuer,
    subject: registered.sub,
    clientId: readClientId({ jws, registered, issuer }),
    jti: registered.jti,
    sessionId: registered.sid,
    scopes: issuer.scopesFrom === undefined ? readScopes(jws.claims) : readNames(jws.claims, issuer.scopesFrom),
    expiresAt: registered.exp,
    source,
    token,
    rawClaims: jws.claims,
    roles: issuer.rolesFrom === undefined ? readRoles(jws.claims) : readNames(jws.claims, issuer.rolesFrom),
  });
}

function readClientId({
  jws,
  registered,
  issuer,
}: Pick<Verification<unknown>, 'jws' | 'registered' | 'issuer'>): string | undefined {
  if (issuer.clientIdFrom !== undefined) return stringClaim(jws.claims, issuer.clientIdFrom);
  return registered.client_id ?? stringClaim(jws.claims, 'azp');
}
