import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { ownClaim } from '../token/own-claim.js';
import type { JsonObject } from '../token/strict-json.js';

/** A claim, other than `aud`, by which a provider binds a token to this API. */
export interface Binding {
  readonly claim: string;
  /** The claim must be a string that equals one of these. */
  readonly values: readonly string[];
  /**
   * Whether a token without the claim is accepted. Default `reject`; with `accept` the claim binds those tokens alone that have
   * it, and so takes the place of no audience.
   */
  readonly whenAbsent?: 'reject' | 'accept';
}

/**
 * Requires the claim of a binding to have one of its values.
 *
 * @throws {InvalidTokenError} `claim_missing` or `claim_mismatch`.
 */
export function requireBinding(claims: JsonObject, { claim, values, whenAbsent }: Binding): void {
  const value = ownClaim(claims, claim);
  if (value === undefined && whenAbsent === 'accept') return;
  if (value === undefined) throw new InvalidTokenError('claim_missing', { claim });
  if (!(values as readonly unknown[]).includes(value)) throw new InvalidTokenError('claim_mismatch', { claim });
}
