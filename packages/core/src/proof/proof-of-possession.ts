import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { JsonObject } from '../token/strict-json.js';

/**
 * Refuses a token that is bound to a key (`cnf`, RFC 7800): accepted as a plain Bearer token it would be worth as much to a
 * thief as to its owner. No proof of possession can be checked yet, so every binding is refused.
 *
 * @throws {InvalidTokenError} `proof_missing`.
 */
export function requireNoBinding(claims: JsonObject): void {
  if (Object.hasOwn(claims, 'cnf')) throw new InvalidTokenError('proof_missing', { claim: 'cnf' });
}
