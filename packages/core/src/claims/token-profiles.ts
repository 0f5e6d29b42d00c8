/** A named set of stricter rules. */
export type TokenProfile = 'access-token' | 'strict';

/** What a profile adds to the policy of an issuer. */
export interface TokenProfileRules {
  /** Replaces the default; see `acceptedTypes`. */
  readonly acceptedTypes: readonly string[];
  readonly requiredClaims: readonly string[];
  /** Seconds between `iat` and `exp`. */
  readonly maxLifetime?: number;
}

/** RFC 9068 §2.2 and §4; `strict` adds `nbf` and short lives. */
const accessToken: TokenProfileRules = {
  acceptedTypes: ['at+jwt'],
  requiredClaims: ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'],
};

/** The rules of each profile. */
export const tokenProfiles: Readonly<Record<TokenProfile, TokenProfileRules>> = {
  'access-token': accessToken,
  strict: { ...accessToken, requiredClaims: [...accessToken.requiredClaims, 'nbf'], maxLifetime: 900 },
};
