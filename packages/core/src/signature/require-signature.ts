import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { KeyQuery, KeySource, LayeredKeySource } from '../keys/key-source.js';
import type { VerificationKey } from '../keys/verification-key.js';
import type { CompactJws } from '../token/compact-jws.js';
import { verifySignature } from './verify-signature.js';

/**
 * Requires a signature by one of the issuer's keys for the token's algorithm. Of the header, only `alg` and `kid` take part
 * in finding it.
 *
 * @throws {InvalidTokenError} `key_not_found` or `signature_mismatch`.
 * @throws {KeysUnavailableError} When the source cannot know.
 */
export async function requireSignature(jws: CompactJws, keys: KeySource | LayeredKeySource): Promise<void> {
  const { alg, kid } = jws.header;
  const query = kid === undefined ? { alg } : { alg, kid };
  const candidates = fitting(await keys.find(query), query);
  if (candidates.length === 0) throw new InvalidTokenError('key_not_found', { claim: 'kid' });
  if (await anyHolds(candidates, jws)) return;
  if ('findFurther' in keys && !candidates.some((key) => isNamed(key, query))) {
    if (await anyHolds(fitting(await keys.findFurther(query, candidates), query), jws)) return;
  }
  throw new InvalidTokenError('signature_mismatch');
}

function fitting(found: readonly VerificationKey[], { alg }: KeyQuery): readonly VerificationKey[] {
  return found.filter(({ algorithm }) => algorithm === alg);
}

/** A key that bears the token's `kid` is the one that it means. */
function isNamed({ kid }: VerificationKey, query: KeyQuery): boolean {
  return kid !== undefined && kid === query.kid;
}

async function anyHolds(keys: readonly VerificationKey[], jws: CompactJws): Promise<boolean> {
  for (const key of keys) if (await holds(key, jws)) return true;
  return false;
}

/** What the crypto library cannot even try to verify does not hold. */
async function holds(key: VerificationKey, jws: CompactJws): Promise<boolean> {
  try {
    return await verifySignature(key, jws);
  } catch {
    return false;
  }
}
