import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { KeyQuery, KeySource, LayeredKeySource } from '../keys/key-source.js';
import type { VerificationKey } from '../keys/verification-key.js';
import type { CompactJws } from '../token/compact-jws.js';
import type { JoseHeader } from '../token/jose-header.js';
import { signatureHolds } from './signature-holds.js';

/**
 * Requires a signature by one of the issuer's keys for the token's algorithm. Of the header, only `alg` and `kid` take part
 * in finding it.
 *
 * @returns the key that made it
 * @throws {InvalidTokenError} `key_not_found` or `signature_mismatch`.
 * @throws {KeysUnavailableError} When the source cannot know.
 */
export async function requireSignature(jws: CompactJws, keys: KeySource | LayeredKeySource): Promise<VerificationKey> {
  const query = queryOf(jws.header);
  const candidates = fitting(await keys.find(query), query);
  if (candidates.length === 0) throw new InvalidTokenError('key_not_found', { claim: 'kid' });
  const key = (await holding(candidates, jws)) ?? (await furtherKey(jws, { keys, candidates }));
  if (key === undefined) throw new InvalidTokenError('signature_mismatch');
  return key;
}

/** The keys that a token may have been signed by, as the source answers them now. */
export function findKeys({ header }: Pick<CompactJws, 'header'>, keys: KeySource): ReturnType<KeySource['find']> {
  return keys.find(queryOf(header));
}

function queryOf({ alg, kid }: JoseHeader): KeyQuery {
  return kid === undefined ? { alg } : { alg, kid };
}

/** Where no candidate bears the token's `kid`, a source of several may have the key that does. */
async function furtherKey(
  jws: CompactJws,
  {
    keys,
    candidates,
  }: { readonly keys: KeySource | LayeredKeySource; readonly candidates: readonly VerificationKey[] },
): Promise<VerificationKey | undefined> {
  const query = queryOf(jws.header);
  if (!('findFurther' in keys) || candidates.some((key) => isNamed(key, query))) return undefined;
  return holding(fitting(await keys.findFurther(query, candidates), query), jws);
}

function fitting(found: readonly VerificationKey[], { alg }: KeyQuery): readonly VerificationKey[] {
  return found.filter(({ algorithm }) => algorithm === alg);
}

/** A key that bears the token's `kid` is the one that it means. */
function isNamed({ kid }: VerificationKey, query: KeyQuery): boolean {
  return kid !== undefined && kid === query.kid;
}

/** The first of these keys that the signature holds by. */
async function holding(keys: readonly VerificationKey[], jws: CompactJws): Promise<VerificationKey | undefined> {
  for (const key of keys) if (await signatureHolds(key, jws)) return key;
  return undefined;
}
