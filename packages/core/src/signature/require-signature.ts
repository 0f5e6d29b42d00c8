import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { KeyQuery, KeySource, LayeredKeySource } from '../keys/key-source.js';
import type { VerificationKey } from '../keys/verification-key.js';
import { whenKnown } from '../ports/when-known.js';
import type { CompactJws } from '../token/compact-jws.js';
import type { JoseHeader } from '../token/jose-header.js';
import { verifySignature } from './verify-signature.js';

type Keys = readonly VerificationKey[];

/**
 * Requires a signature by one of the issuer's keys for the token's algorithm. Of the header, only `alg` and `kid` take part
 * in finding it.
 *
 * @returns the key that made it; a promise of it only where keys or thread pool are waited for
 * @throws {InvalidTokenError} `key_not_found` or `signature_mismatch`, or a promise of it.
 * @throws {KeysUnavailableError} When the source cannot know.
 */
export function requireSignature(
  jws: CompactJws,
  keys: KeySource | LayeredKeySource,
): VerificationKey | Promise<VerificationKey> {
  const query = queryOf(jws.header);
  return whenKnown(keys.find(query), (found) => {
    const candidates = fitting(found, query);
    if (candidates.length === 0) throw new InvalidTokenError('key_not_found', { claim: 'kid' });
    return whenKnown(firstHolding(candidates, jws), (key) => key ?? requireFurther(jws, { keys, candidates }));
  });
}

/** The keys that a token may have been signed by, as the source answers them now. */
export function findKeys({ header }: Pick<CompactJws, 'header'>, keys: KeySource): ReturnType<KeySource['find']> {
  return keys.find(queryOf(header));
}

function queryOf({ alg, kid }: JoseHeader): KeyQuery {
  return kid === undefined ? { alg } : { alg, kid };
}

/** Where no candidate bears the token's `kid`, a source of several may have the key that does. */
function requireFurther(
  jws: CompactJws,
  { keys, candidates }: { readonly keys: KeySource | LayeredKeySource; readonly candidates: Keys },
): Promise<VerificationKey> {
  const query = queryOf(jws.header);
  if (!('findFurther' in keys) || candidates.some((key) => isNamed(key, query)))
    throw new InvalidTokenError('signature_mismatch');
  return keys
    .findFurther(query, candidates)
    .then((further) => firstHolding(fitting(further, query), jws))
    .then(requireKey);
}

function requireKey(key: VerificationKey | undefined): VerificationKey {
  if (key === undefined) throw new InvalidTokenError('signature_mismatch');
  return key;
}

function fitting(found: Keys, { alg }: KeyQuery): Keys {
  if (found.length === 1 && found[0]?.algorithm === alg) return found;
  return found.filter(({ algorithm }) => algorithm === alg);
}

/** A key that bears the token's `kid` is the one that it means. */
function isNamed({ kid }: VerificationKey, query: KeyQuery): boolean {
  return kid !== undefined && kid === query.kid;
}

/** The first of these keys, from there on, that the signature holds by. */
function firstHolding(
  keys: Keys,
  jws: CompactJws,
  from = 0,
): VerificationKey | undefined | Promise<VerificationKey | undefined> {
  const key = keys[from];
  if (key === undefined) return undefined;
  return whenKnown(verifySignature(key, jws), (holds) => (holds ? key : firstHolding(keys, jws, from + 1)));
}
