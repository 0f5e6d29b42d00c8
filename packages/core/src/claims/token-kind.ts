import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { CompactJws } from '../token/compact-jws.js';
import { ownClaim } from '../token/own-claim.js';
import type { JsonObject } from '../token/strict-json.js';

/** What an API takes for its credential. */
export type TokenKind = 'access-token' | 'id-token';

/** What kind of token is accepted, and by which header. */
export interface TokenKindPolicy {
  readonly tokenKind: TokenKind;
  /** Media types as {@link mediaType} writes them; `typ` may be absent only where `jwt` is among them. */
  readonly acceptedTypes: readonly string[];
}

/** What `typ` may say by default; a token without `typ` is accepted too. */
export const defaultAcceptedTypes: Readonly<Record<TokenKind, readonly string[]>> = Object.freeze({
  'access-token': Object.freeze(['jwt', 'at+jwt']),
  'id-token': Object.freeze(['jwt']),
});

/**
 * Requires a token to be of the kind that this API takes: an ID token, a logout token or a refresh token by the same issuer
 * proves something else, and must not open an API (RFC 8725 §3.11, §3.12).
 *
 * @throws {InvalidTokenError} `type_mismatch`.
 */
export function requireTokenKind(
  { header, claims }: Pick<CompactJws, 'header' | 'claims'>,
  { tokenKind, acceptedTypes }: TokenKindPolicy,
): void {
  const type = header.typ === undefined ? 'jwt' : mediaType(header.typ);
  if (!acceptedTypes.includes(type)) throw new InvalidTokenError('type_mismatch', { claim: 'typ' });
  const claim = claimOfAnotherKind(claims, signsOfOthers[tokenKind]);
  if (claim !== undefined) throw new InvalidTokenError('type_mismatch', { claim });
}

/** A media type for comparison: in lower case, `application/` implied (RFC 7515 §4.1.9). */
export function mediaType(typ: string): string {
  return typ.toLowerCase().replace(/^application\/(?=[^/]*$)/, '');
}

/** What gives a token of another kind away. */
interface SignsOfOthers {
  /** Claims that only other kinds have (OpenID Connect Core §3.3.2.11). */
  readonly hashes: readonly string[];
  /** Kinds that Keycloak writes into the payload. */
  readonly typ: ReadonlySet<unknown>;
  /** What Cognito writes into this kind. */
  readonly tokenUse: string;
}

const signsOfOthers: Readonly<Record<TokenKind, SignsOfOthers>> = {
  'access-token': {
    hashes: ['at_hash', 'c_hash', 's_hash'],
    typ: new Set(['ID', 'Refresh', 'Offline', 'Logout']),
    tokenUse: 'access',
  },
  'id-token': { hashes: [], typ: new Set(['Bearer', 'Refresh', 'Offline', 'Logout']), tokenUse: 'id' },
};

/** The claim that gives a token of another kind away. `nonce` is none: older Keycloak puts it into access tokens. */
function claimOfAnotherKind(claims: JsonObject, { hashes, typ, tokenUse }: SignsOfOthers): string | undefined {
  const hash = hashes.find((name) => Object.hasOwn(claims, name));
  if (hash !== undefined) return hash;
  const events = ownClaim(claims, 'events');
  if (typeof events === 'object' && events !== null) return 'events';
  if (typ.has(ownClaim(claims, 'typ'))) return 'typ';
  const use = ownClaim(claims, 'token_use');
  return use === undefined || use === tokenUse ? undefined : 'token_use';
}
