/** Why a token may be refused: all the reasons there are. On the wire all of these are one `invalid_token`. */
export const tokenReasons = [
  // structure
  'malformed',
  'opaque',
  'encrypted',
  'nested',
  'detached',
  'json_serialization',
  'unsupported_critical',
  // trust
  'issuer_not_trusted',
  'algorithm_not_allowed',
  'key_not_found',
  'signature_mismatch',
  // claims
  'expired',
  'not_yet_valid',
  'issued_in_future',
  'too_old',
  'lifetime_too_long',
  'audience_missing',
  'audience_mismatch',
  'type_mismatch',
  'claim_missing',
  'claim_mismatch',
  'claims_schema',
  // after the signature
  'proof_missing',
  'revoked',
] as const;

/** Why a token was refused. */
export type TokenReason = (typeof tokenReasons)[number];

/**
 * Why a request was refused, for operators: it stands in errors and events, never on the wire.
 * Reasons are stable; new ones may be added in a minor release.
 */
export type Reason =
  | TokenReason
  | 'token_missing'
  | 'credentials_repeated'
  | 'credentials_conflict'
  | 'csrf_cross_site'
  | 'csrf_origin_missing'
  | 'csrf_origin_mismatch'
  | 'csrf_token'
  | 'scope_missing'
  | 'role_missing'
  | 'claim_unsatisfied'
  | 'keys_unavailable'
  | 'store_unavailable';
