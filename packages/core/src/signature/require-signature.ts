import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { KeySource } from '../keys/key-source.js';
import type { VerificationKey } from '../keys/verification-key.js';
import type { CompactJws } from '../token/compact-jws.js';
import { verifySignature } from './verify-signature.js';

/**
 * Requires a signature by one of the issuer's keys for the token's algorithm. Of the header, only `alg` and `kid` take part
 * in finding it.
 *
 * @returns the key that made it
 * @throws {InvalidTokenError} `key_not_found` or `signature_mismatch`.
 * @throws {KeysUnavailableError} When the source cannot know.
 */
export async function requireSignature(jws: CompactJws, keys: KeySource): Promise<VerificationKey> {
  const { alg } = jws.header;
  const found = await findKeys(jws, keys);
  const candidates = found.filter(({ algorithm }) => algorithm === alg);
  if (candidates.length === 0) throw new InvalidTokenError('key_not_found', { claim: 'kid' });
  for (const key of candidates) if (await holds(key, jws)) return key;
  throw new InvalidTokenError('signature_mismatch');
}

/** The keys that a token may have been signed by, as the source answers them now. */
export function findKeys(
  { header: { alg, kid } }: Pick<CompactJws, 'header'>,
  keys: KeySource,
): ReturnType<KeySource['find']> {
  return keys.find(kid === undefined ? { alg } : { alg, kid });
}

/** What the crypto library cannot even try to verify does not hold. */
async function holds(key: VerificationKey, jws: CompactJws): Promise<boolean> {
  try {
    return await verifySignature(key, jws);
  } catch {
    return false;
  }
}
