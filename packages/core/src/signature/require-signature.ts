import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { KeySource } from '../keys/key-source.js';
import type { CompactJws } from '../token/compact-jws.js';
import { signatureHolds } from './signature-holds.js';

/**
 * Requires a signature by one of the issuer's keys for the token's algorithm. Of the header, only `alg` and `kid` take part
 * in finding it.
 *
 * @throws {InvalidTokenError} `key_not_found` or `signature_mismatch`.
 * @throws {KeysUnavailableError} When the source cannot know.
 */
export async function requireSignature(jws: CompactJws, keys: KeySource): Promise<void> {
  const { alg, kid } = jws.header;
  const found = await keys.find(kid === undefined ? { alg } : { alg, kid });
  const candidates = found.filter(({ algorithm }) => algorithm === alg);
  if (candidates.length === 0) throw new InvalidTokenError('key_not_found', { claim: 'kid' });
  for (const key of candidates) if (await signatureHolds(key, jws)) return;
  throw new InvalidTokenError('signature_mismatch');
}
