import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { CompactJws } from '../token/compact-jws.js';
import { ownClaim } from '../token/own-claim.js';
import type { JsonObject } from '../token/strict-json.js';

/** What `typ` may say by default; a token without `typ` is accepted too. */
export const defaultAcceptedTypes: readonly string[] = ['jwt', 'at+jwt'];

/**
 * Requires a token to be an access token: an ID token, a logout token or a refresh token by the same issuer proves
 * something else, and must not open an API (RFC 8725 §3.11, §3.12).
 *
 * @param acceptedTypes - media types as {@link mediaType} writes them; `typ` may be absent only where `jwt` is among them
 * @throws {InvalidTokenError} `type_mismatch`.
 */
export function requireAccessToken(
  { header, claims }: Pick<CompactJws, 'header' | 'claims'>,
  acceptedTypes: readonly string[],
): void {
  const type = header.typ === undefined ? 'jwt' : mediaType(header.typ);
  if (!acceptedTypes.includes(type)) throw new InvalidTokenError('type_mismatch', { claim: 'typ' });
  const claim = claimOfAnotherKind(claims);
  if (claim !== undefined) throw new InvalidTokenError('type_mismatch', { claim });
}

/** A media type for comparison: in lower case, `application/` implied (RFC 7515 §4.1.9). */
export function mediaType(typ: string): string {
  return typ.toLowerCase().replace(/^application\/(?=[^/]*$)/, '');
}

const keycloakKinds: ReadonlySet<unknown> = new Set(['ID', 'Refresh', 'Offline', 'Logout']);

/** The claim that gives a token of another kind away. `nonce` is none: older Keycloak puts it into access tokens. */
function claimOfAnotherKind(claims: JsonObject): string | undefined {
  for (const name of ['at_hash', 'c_hash', 's_hash']) if (Object.hasOwn(claims, name)) return name;
  const events = ownClaim(claims, 'events');
  if (typeof events === 'object' && events !== null) return 'events';
  if (keycloakKinds.has(ownClaim(claims, 'typ'))) return 'typ';
  const use = ownClaim(claims, 'token_use');
  return use === undefined || use === 'access' ? undefined : 'token_use';
}
