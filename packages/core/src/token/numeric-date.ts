import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { ownClaim } from './own-claim.js';
import type { JsonObject } from './strict-json.js';

/** The seconds that a JavaScript Date can hold: past it, `new Date(exp * 1000).toISOString()` throws in somebody's handler. */
const maxSeconds = 8.64e12;

/**
 * Reads a NumericDate claim (RFC 7519 §2).
 *
 * @returns seconds since the epoch, perhaps with a fraction; undefined when the claim is absent
 * @throws {InvalidTokenError} `malformed` when it is no number, not finite, or outside the range of a Date.
 */
export function numericDate(claims: JsonObject, name: 'exp' | 'nbf' | 'iat'): number | undefined {
  const value = ownClaim(claims, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(Math.abs(value) <= maxSeconds))
    throw new InvalidTokenError('malformed', { claim: name });
  return value;
}
