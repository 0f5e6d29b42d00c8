import type { JsonObject } from '@jwt-guard/core';

import { TokenNotIssuedError } from '../errors/token-not-issued-error.js';
import { identifier } from './identifier.js';
import { jsonClaims } from './json-claims.js';
import type { IsRefusedClaim } from './refused-claims.js';
import { scopeClaim } from './scope-claim.js';

/** What {@link TokenIssuer.issueAccessToken} takes. */
export interface AccessTokenRequest {
  /** Whom the token speaks for: the user, or the client itself. */
  readonly subject: string;
  /** The client that asked for it. Default: the issuer's. */
  readonly clientId?: string;
  /** What it may do, one scope each. Default: none. */
  readonly scopes?: readonly string[];
  /** Whom it is for. Default: the issuer's. */
  readonly audience?: string | readonly string[];
  /** The session that it belongs to, as `sid`. */
  readonly sessionId?: string;
  /** Epoch seconds; default: the issuer's clock. For tokens whose time is that of a store, or must lie beyond a watermark. */
  readonly issuedAt?: number;
  /** Further claims, none of them registered. What users send belongs here only after you have chosen it by name. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** What the issuer adds to a request. */
export interface IssuerDefaults {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly clientId: string | undefined;
}

/** How an issuer makes the claims of a request. */
export interface ClaimsPolicy extends IssuerDefaults {
  readonly isRefusedClaim: IsRefusedClaim;
}

/** When a token was made, how long it lives, and its own name. */
export interface TokenLife {
  readonly issuedAt: number;
  readonly lifetimeSeconds: number;
  readonly jti: string;
}

/**
 * The claims of an access token.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9068#section-2.2 RFC 9068 §2.2}
 * @throws {TokenNotIssuedError} When one is missing, malformed, or not the caller's to set.
 */
export function accessTokenClaims(request: AccessTokenRequest, policy: ClaimsPolicy, life: TokenLife): JsonObject {
  const {
    subject,
    clientId = policy.clientId,
    scopes = [],
    audience = policy.audience,
    sessionId,
    claims = {},
  } = request;
  const scope = scopeClaim(scopes);
  return {
    ...jsonClaims(claims, policy.isRefusedClaim),
    iss: policy.issuer,
    aud: audienceClaim(audience),
    sub: identifier(subject, 'sub'),
    client_id: identifier(clientId, 'client_id'),
    iat: life.issuedAt,
    nbf: life.issuedAt,
    exp: life.issuedAt + life.lifetimeSeconds,
    jti: life.jti,
    ...(scope !== undefined && { scope }),
    ...(sessionId !== undefined && { sid: identifier(sessionId, 'sid') }),
  };
}

function audienceClaim(audience: string | readonly string[]): string | readonly string[] {
  if (typeof audience === 'string') return identifier(audience, 'aud');
  const [only, ...others] = Array.from(audience, (one) => identifier(one, 'aud'));
  if (only === undefined)
    throw new TokenNotIssuedError('claim_missing', { claim: 'aud', remedy: 'name at least one audience.' });
  return others.length === 0 ? only : [only, ...others];
}
