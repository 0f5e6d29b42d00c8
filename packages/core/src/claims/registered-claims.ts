import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { numericDate } from '../token/numeric-date.js';
import { ownClaim } from '../token/own-claim.js';
import type { JsonObject } from '../token/strict-json.js';
import { audiencesOf } from './audience.js';

/** The registered claims of a token in their proper types (RFC 7519 §4.1, RFC 9068 §2.2); all but `iss` and `exp` may be absent. */
export interface RegisteredClaims {
  readonly iss: string;
  /** Seconds since the epoch. */
  readonly exp: number;
  readonly nbf?: number | undefined;
  readonly iat?: number | undefined;
  readonly sub?: string | undefined;
  /** Always a list. */
  readonly aud?: readonly string[] | undefined;
  readonly jti?: string | undefined;
  readonly client_id?: string | undefined;
  readonly sid?: string | undefined;
}

/**
 * Reads the registered claims and checks their types, whether or not a policy asks for them: a claim of the wrong type is
 * malformed, never coerced and never skipped.
 *
 * @throws {InvalidTokenError} `malformed`, or `claim_missing` for `exp`.
 */
export function registeredClaims(claims: JsonObject): RegisteredClaims {
  const exp = numericDate(claims, 'exp');
  if (exp === undefined) throw new InvalidTokenError('claim_missing', { claim: 'exp' });
  const iat = numericDate(claims, 'iat');
  const nbf = numericDate(claims, 'nbf');
  if (iat !== undefined && (iat <= 0 || exp <= iat)) throw new InvalidTokenError('malformed', { claim: 'iat' });
  if (nbf !== undefined && exp <= nbf) throw new InvalidTokenError('malformed', { claim: 'nbf' });
  const jti = stringClaim(claims, 'jti');
  const client_id = stringClaim(claims, 'client_id');
  const sid = stringClaim(claims, 'sid');
  const aud = audiencesOf(claims);
  return { iss: issuerClaim(claims), exp, nbf, iat, sub: stringClaim(claims, 'sub'), aud, jti, client_id, sid };
}

/**
 * The `iss` claim.
 *
 * @throws {InvalidTokenError} `claim_missing` or `malformed`.
 */
export function issuerClaim(claims: JsonObject): string {
  const iss = stringClaim(claims, 'iss');
  if (iss === undefined) throw new InvalidTokenError('claim_missing', { claim: 'iss' });
  return iss;
}

/**
 * A claim that is a non-empty string where it is present.
 *
 * @throws {InvalidTokenError} `malformed`.
 */
export function stringClaim(claims: JsonObject, name: string): string | undefined {
  const value = ownClaim(claims, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') throw new InvalidTokenError('malformed', { claim: name });
  return value;
}
