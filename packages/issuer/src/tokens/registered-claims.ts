/**
 * The claims that only the issuer sets. Taken from a caller they would let data decide who the token is for, what it
 * may do, how long it lives, or what kind of token it is.
 *
 * `scp` is another spelling of `scope`; the last group marks other kinds of tokens (RFC 8725 §3.12).
 */
export const registeredClaims: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'],
  ...['client_id', 'scope', 'scp', 'sid', 'cnf', 'act', 'may_act'],
  ...['typ', 'token_use', 'events', 'nonce', 'at_hash', 'c_hash', 's_hash'],
]);
