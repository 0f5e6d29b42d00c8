import { isObject } from '../options/own-options.js';
import type { Algorithm } from '../signature/algorithms.js';
import { importJwk } from './import-jwk.js';
import type { Jwk } from './import-jwk.js';
import { requireKeyIssuer } from './key-issuer.js';
import type { KeyQuery } from './key-source.js';
import { UnusableKeyError } from './verification-key.js';
import type { VerificationKey } from './verification-key.js';

/** A JSON Web Key Set (RFC 7517 §5). */
export interface Jwks {
  readonly keys: readonly Jwk[];
}

/** A key of a set that cannot be used, and why. */
export interface UnusableKey {
  /** The position in the set, from 0. */
  readonly index: number;
  readonly complaint: string;
}

/** A loaded key set. */
export interface JwkSet {
  readonly keys: readonly VerificationKey[];
  readonly unusable: readonly UnusableKey[];
  readonly find: (query: KeyQuery) => readonly VerificationKey[];
}

const maxKeys = 100;

/**
 * Loads the key set of an issuer: each key is checked and bound to one algorithm; one bad key never spoils the rest. Two usable keys
 * with one kid are both refused, since which of them is meant would be a guess.
 *
 * @throws {UnusableKeyError} When this is no key set, has over 100 keys, or none that can be used.
 */
export function loadJwkSet(jwks: unknown, allowed: readonly Algorithm[], issuer: string): JwkSet {
  const list = isObject(jwks) ? jwks['keys'] : undefined;
  if (!Array.isArray(list)) throw new UnusableKeyError('not a JSON Web Key Set: "keys" must be an array');
  if (list.length > maxKeys) throw new UnusableKeyError(`a key set of over ${maxKeys} keys`);
  const { keys, unusable } = importAll(list, (jwk) => importKeyOf(issuer, jwk, allowed));
  if (keys.length === 0) throw new UnusableKeyError('no key of the set can be used');
  return Object.freeze({ keys, unusable, find: indexKeys(keys) });
}

function importKeyOf(issuer: string, jwk: unknown, allowed: readonly Algorithm[]): VerificationKey {
  if (isObject(jwk)) requireKeyIssuer(jwk, issuer);
  return importJwk(jwk, allowed);
}

function importAll(
  list: readonly unknown[],
  importKey: (jwk: unknown) => VerificationKey,
): Pick<JwkSet, 'keys' | 'unusable'> {
  const imported: { index: number; key: VerificationKey }[] = [];
  const unusable: UnusableKey[] = [];
  for (const [index, jwk] of list.entries()) {
    try {
      imported.push({ index, key: importKey(jwk) });
    } catch (error) {
      unusable.push({ index, complaint: (error as Error).message });
    }
  }
  const isDuplicate = ({ key: { kid } }: { key: VerificationKey }): boolean =>
    kid !== undefined && imported.filter(({ key }) => key.kid === kid).length > 1;
  for (const { index } of imported.filter(isDuplicate))
    unusable.push({ index, complaint: 'its kid stands twice in the set' });
  const keys = imported.filter((entry) => !isDuplicate(entry)).map(({ key }) => key);
  return { keys: Object.freeze(keys), unusable: Object.freeze(unusable) };
}

/** By kid; a token without one is accepted only where exactly one key could have signed it. */
function indexKeys(keys: readonly VerificationKey[]): JwkSet['find'] {
  const byKid = new Map(keys.filter((key) => key.kid !== undefined).map((key) => [key.kid, [key]]));
  return ({ alg, kid }) => {
    const candidates = kid === undefined ? keys : (byKid.get(kid) ?? []);
    const fitting = candidates.filter((key) => key.algorithm === alg);
    return fitting.length === 1 ? fitting : [];
  };
}
