import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { ownClaim } from '../token/own-claim.js';
import type { JsonObject } from '../token/strict-json.js';

/**
 * The `aud` claim as a list, always; undefined when it is absent (RFC 7519 §4.1.3).
 *
 * @throws {InvalidTokenError} `malformed` when it is neither a string nor a list of strings.
 */
export function audiencesOf(claims: JsonObject): readonly string[] | undefined {
  const aud = ownClaim(claims, 'aud');
  if (aud === undefined) return undefined;
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!audiences.every((audience) => typeof audience === 'string'))
    throw new InvalidTokenError('malformed', { claim: 'aud' });
  return audiences;
}

/** Why a token for these audiences is not for any of the accepted ones, compared exactly; undefined when it is for one of them. */
export function audienceRefusal(
  audiences: readonly string[] | undefined,
  accepted: readonly string[],
): InvalidTokenError | undefined {
  if (audiences === undefined || audiences.length === 0)
    return new InvalidTokenError('audience_missing', { claim: 'aud', expected: accepted });
  const meant = audiences.some((audience) => accepted.includes(audience));
  return meant ? undefined : new InvalidTokenError('audience_mismatch', { claim: 'aud', expected: accepted });
}
