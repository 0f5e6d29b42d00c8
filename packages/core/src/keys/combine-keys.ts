import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { ownOptions } from '../options/own-options.js';
import type { Jwks } from './jwk-set.js';
import type { KeySource } from './key-source.js';
import type { NamedSecret, PublicKeyInput, SecretInput } from './static-keys.js';

/** One of several places where an issuer has keys: exactly one of these members. */
export type KeyPart =
  | { readonly jwksUri: string }
  | { readonly jwks: Jwks }
  | { readonly publicKey: PublicKeyInput | readonly PublicKeyInput[] }
  | { readonly secret: SecretInput | NamedSecret | readonly (SecretInput | NamedSecret)[] }
  | { readonly keys: KeySource }
  /** The keys that the metadata of the issuer name. */
  | { readonly discovery: true };

/** The names of {@link KeyPart}. */
export type KeyPartName = 'jwksUri' | 'jwks' | 'publicKey' | 'secret' | 'keys' | 'discovery';

/** Several key sources of one issuer, made by {@link combineKeys}. It shows nothing of them: one may be a secret. */
export interface CombinedKeys {
  /** How many there are. */
  readonly combines: number;
}

const partNames = ['jwksUri', 'jwks', 'publicKey', 'secret', 'keys', 'discovery'] as const;
const maxParts = 4;
const partsByKeys = new WeakMap<object, readonly KeyPart[]>();

/**
 * Combines up to four key sources of one issuer, for its option `keys`: `combineKeys({ jwksUri }, { secret })` takes tokens by
 * HS256 and by ES256 side by side while one replaces the other. Each key verifies exactly one algorithm, fixed when it is
 * loaded; secrets serve HS* and nothing else, and what is published never serves HS*.
 *
 * `staleIfError` and `sameOriginKeys` of the issuer hold for each part that they are for. The default of `algorithms` is
 * HS256 where a part is a secret, and the asymmetric ones where another is.
 *
 * @throws {InvalidOptionError} For no part, over four, one that names no source or several, or one inside another.
 */
export function combineKeys(...parts: readonly KeyPart[]): CombinedKeys {
  if (parts.length === 0 || parts.length > maxParts)
    throw new InvalidOptionError('keys', `combine one to ${maxParts} key sources.`);
  const combined = Object.freeze({ combines: parts.length });
  partsByKeys.set(combined, Object.freeze(parts.map((part, index) => readPart(part, `keys[${index}]`))));
  return combined;
}

/** The parts of combined keys; undefined where a value is anything else. */
export function partsOf(keys: unknown): readonly KeyPart[] | undefined {
  return typeof keys === 'object' && keys !== null ? partsByKeys.get(keys) : undefined;
}

/** Which source a part names. */
export function nameOfPart(part: KeyPart): KeyPartName {
  return Object.keys(part)[0] as KeyPartName;
}

/** A member that was written down counts: a secret that is undefined must not look like a part that is in force. */
function readPart(part: KeyPart, path: string): KeyPart {
  const own = ownOptions(part as Partial<Record<KeyPartName, unknown>>, partNames, path);
  const [name, second] = Object.keys(own) as KeyPartName[];
  if (name === undefined || second !== undefined)
    throw new InvalidOptionError(path, `name exactly one of ${partNames.join(', ')}.`);
  if (own[name] === undefined)
    throw new InvalidOptionError(
      `${path}.${name}`,
      'is undefined (is an environment variable missing?): set it, or leave the part out.',
    );
  if (name === 'discovery' && own.discovery !== true)
    throw new InvalidOptionError(`${path}.discovery`, 'pass true, or leave the part out.');
  if (name === 'keys' && partsOf(own.keys) !== undefined)
    throw new InvalidOptionError(`${path}.keys`, 'list these parts beside the others.');
  return own as KeyPart;
}
