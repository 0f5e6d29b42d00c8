import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { CompactJws } from '../token/compact-jws.js';
import { ownClaim } from '../token/own-claim.js';
import type { JsonObject } from '../token/strict-json.js';
import { audienceRefusal } from './audience.js';
import { requireBinding } from './binding.js';
import type { Binding } from './binding.js';
import { registeredClaims } from './registered-claims.js';
import type { RegisteredClaims } from './registered-claims.js';
import { requireTokenKind } from './token-kind.js';
import type { TokenKindPolicy } from './token-kind.js';

/** What an issuer's tokens must say. All times in seconds. */
export interface ClaimsPolicy extends TokenKindPolicy {
  /** Any of these; null: not checked. */
  readonly audience: readonly string[] | null;
  /** All of them must hold. */
  readonly bindings: readonly Binding[];
  readonly requiredClaims: readonly string[];
  readonly clockTolerance: number;
  readonly maxTokenAge?: number;
  readonly maxLifetime?: number;
}

/**
 * Applies the policy to the claims, cheap checks that need no key: kind, presence, time, audience.
 *
 * @param now - seconds since the epoch
 * @returns the registered claims in their types
 * @throws {InvalidTokenError} With the reason that failed first.
 */
export function applyClaimsPolicy(
  jws: Pick<CompactJws, 'header' | 'claims'>,
  policy: ClaimsPolicy,
  now: number,
): RegisteredClaims {
  const claims = registeredClaims(jws.claims);
  requireTokenKind(jws, policy);
  requirePresence(jws.claims, policy.requiredClaims);
  requireTimely(claims, policy, now);
  if (policy.audience !== null) requireAudience(claims, policy.audience);
  for (const binding of policy.bindings) requireBinding(jws.claims, binding);
  return claims;
}

/**
 * The part of the policy that depends on the time, for claims that satisfied all of it before.
 *
 * @param now - seconds since the epoch
 * @throws {InvalidTokenError} With the reason that failed first.
 */
export function requireTimely(claims: RegisteredClaims, policy: ClaimsPolicy, now: number): void {
  requireTime(claims, policy, now);
  requireLifetime(claims, policy, now);
}

function requirePresence(claims: JsonObject, names: readonly string[]): void {
  const missing = names.find((name) => (ownClaim(claims, name) ?? '') === '');
  if (missing !== undefined)
    throw new InvalidTokenError(missing === 'aud' ? 'audience_missing' : 'claim_missing', { claim: missing });
}

/** RFC 7519 §4.1.4 to §4.1.6: dead on the very second of `exp`, alive on that of `nbf`. To a clock that tells no number, all is dead. */
function requireTime({ exp, nbf, iat }: RegisteredClaims, { clockTolerance }: ClaimsPolicy, now: number): void {
  if (!(now < exp + clockTolerance)) throw new InvalidTokenError('expired', { claim: 'exp' });
  if (nbf !== undefined && now < nbf - clockTolerance) throw new InvalidTokenError('not_yet_valid', { claim: 'nbf' });
  if (iat !== undefined && iat > now + clockTolerance)
    throw new InvalidTokenError('issued_in_future', { claim: 'iat' });
}

function requireLifetime(
  { exp, iat }: RegisteredClaims,
  { maxTokenAge, maxLifetime, clockTolerance }: ClaimsPolicy,
  now: number,
): void {
  if (maxTokenAge === undefined && maxLifetime === undefined) return;
  if (iat === undefined) throw new InvalidTokenError('claim_missing', { claim: 'iat' });
  if (maxTokenAge !== undefined && now - iat > maxTokenAge + clockTolerance)
    throw new InvalidTokenError('too_old', { claim: 'iat' });
  if (maxLifetime !== undefined && exp - iat > maxLifetime)
    throw new InvalidTokenError('lifetime_too_long', { claim: 'exp' });
}

function requireAudience({ aud }: RegisteredClaims, accepted: readonly string[]): void {
  const refusal = audienceRefusal(aud, accepted);
  if (refusal !== undefined) throw refusal;
}
