import { createPublicKey, createSecretKey, KeyObject } from 'node:crypto';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nonEmptyString } from '../options/option-checks.js';
import { isObject, ownOptions } from '../options/own-options.js';
import { isSymmetric } from '../signature/algorithms.js';
import type { Algorithm } from '../signature/algorithms.js';
import { boundAlgorithm } from './bound-algorithm.js';
import { importJwk, shapeOf } from './import-jwk.js';
import type { Jwk } from './import-jwk.js';
import type { KeyHolder, KeyQuery } from './key-source.js';
import { requireStrongSecret } from './strong-secret.js';
import { bindKey } from './verification-key.js';
import type { VerificationKey } from './verification-key.js';

/** A public key: PEM text (SPKI, PKCS#1 or an X.509 certificate), a JWK, or a KeyObject. */
export type PublicKeyInput = string | Jwk | KeyObject;
/** A shared secret: bytes, text (its UTF-8 bytes), or a KeyObject. */
export type SecretInput = string | Uint8Array | KeyObject;
/** A secret with a name: it is chosen by the `kid` of the token, and tried where the token names none. */
export interface NamedSecret {
  readonly kid: string;
  readonly secret: SecretInput;
}

/** Keys without a kid are tried one after the other, so their number bounds the work of a forged token. */
const maxStaticKeys = 4;

/** Where static keys stand in the options, and what they may be used for. */
export interface StaticKeyContext {
  readonly option: string;
  readonly algorithms: readonly Algorithm[];
}

/**
 * Keys that the operator holds: one to four public keys.
 *
 * @throws {InvalidOptionError} For a private key, a malformed or weak one, or one that fits no allowed algorithm.
 */
export function publicKeys(input: PublicKeyInput | readonly PublicKeyInput[], context: StaticKeyContext): KeyHolder {
  return keySourceOf(staticKeys(input, context, (key) => importPublicKey(key, context)));
}

/**
 * Secrets that the operator shares with the issuer: one to four, the current one and its predecessors. One that bears the
 * `kid` of the token is chosen; else those without a name are tried.
 *
 * @throws {InvalidOptionError} For an empty, short or published secret, and for text that holds a key of another kind.
 */
export function secrets(
  input: SecretInput | NamedSecret | readonly (SecretInput | NamedSecret)[],
  context: StaticKeyContext,
): KeyHolder {
  return keySourceOf(secretKeys(input, context));
}

/**
 * The keys of one to four secrets, in their order; see {@link secrets}.
 *
 * @throws {InvalidOptionError} As {@link secrets} does.
 */
export function secretKeys(
  input: SecretInput | NamedSecret | readonly (SecretInput | NamedSecret)[],
  context: StaticKeyContext,
): readonly VerificationKey[] {
  return staticKeys(input, context, (secret) => {
    const { kid, secret: unnamed } = isNamed(secret) ? readNamed(secret, context) : { secret };
    const keyObject = importSecret(unnamed, context.option);
    return bind(keyObject, { algorithm: boundAlgorithm({ kty: 'oct' }, context.algorithms), kid }, context);
  });
}

function isNamed(secret: SecretInput | NamedSecret): secret is NamedSecret {
  return isObject(secret) && 'kid' in secret;
}

function readNamed(named: NamedSecret, { option }: StaticKeyContext): NamedSecret {
  const { kid, secret } = ownOptions(named, ['kid', 'secret'], option);
  return { kid: nonEmptyString(kid, `${option}.kid`, 'name the secret as the `kid` of its tokens does.'), secret };
}

function staticKeys<T>(
  input: T | readonly T[],
  { option }: StaticKeyContext,
  importKey: (key: T) => VerificationKey,
): readonly VerificationKey[] {
  const inputs = (Array.isArray(input) ? input : [input]) as readonly T[];
  if (inputs.length === 0 || inputs.length > maxStaticKeys)
    throw new InvalidOptionError(option, `pass one to ${maxStaticKeys} keys.`);
  return Object.freeze(inputs.map(importKey));
}

function keySourceOf(keys: readonly VerificationKey[]): KeyHolder {
  const byAlgorithm = new Map<string, KeyIndex>(
    keys.map(({ algorithm }) => [algorithm, indexKeys(keys.filter((key) => key.algorithm === algorithm))]),
  );
  const find = ({ alg, kid }: KeyQuery): readonly VerificationKey[] => {
    const index = byAlgorithm.get(alg);
    if (index === undefined) return none;
    return kid === undefined ? index.all : (index.named.get(kid) ?? index.unnamed);
  };
  return Object.freeze({ find, held: find, atHand: () => keys } satisfies KeyHolder);
}

type Keys = readonly VerificationKey[];

/** The keys of one algorithm. */
interface KeyIndex {
  readonly all: Keys;
  readonly named: ReadonlyMap<string | undefined, Keys>;
  readonly unnamed: Keys;
}

const none: Keys = Object.freeze([]);

function indexKeys(all: Keys): KeyIndex {
  const withKid = (kid: string | undefined): Keys => Object.freeze(all.filter((key) => key.kid === kid));
  const kids = all.map(({ kid }) => kid).filter((kid) => kid !== undefined);
  return {
    all: Object.freeze(all),
    named: new Map(kids.map((kid) => [kid, withKid(kid)])),
    unnamed: withKid(undefined),
  };
}

function importPublicKey(input: PublicKeyInput, context: StaticKeyContext): VerificationKey {
  const { option, algorithms } = context;
  if (isObject(input) && !(input instanceof KeyObject)) {
    try {
      return importJwk(input, algorithms);
    } catch (cause) {
      throw new InvalidOptionError(option, `this JWK cannot be used: ${(cause as Error).message}.`, cause);
    }
  }
  const keyObject = toPublicKeyObject(input, option);
  return bind(keyObject, { algorithm: boundAlgorithm(shapeOf(keyObject), algorithms) }, context);
}

function toPublicKeyObject(input: unknown, option: string): KeyObject {
  if (input instanceof KeyObject) {
    if (input.type === 'public') return input;
    throw new InvalidOptionError(option, `pass the public key; this is a ${input.type} one.`);
  }
  if (typeof input !== 'string' || input.trim() === '')
    throw new InvalidOptionError(option, 'pass a public key: PEM text, a JWK, or a KeyObject.');
  if (input.includes('PRIVATE KEY-----'))
    throw new InvalidOptionError(
      option,
      'this is a private key; verifying needs only the public one. Pass that, and keep this where it signs.',
    );
  try {
    return createPublicKey(input);
  } catch (cause) {
    throw new InvalidOptionError(option, 'this is no PEM public key or certificate.', cause);
  }
}

function importSecret(secret: unknown, option: string): KeyObject {
  const keyObject = toSecretKeyObject(secret, option);
  requireStrongSecret(keyObject.export(), option);
  return keyObject;
}

function toSecretKeyObject(secret: unknown, option: string): KeyObject {
  if (secret instanceof KeyObject && secret.type === 'secret') return secret;
  if (typeof secret === 'string' && secret !== '') return createSecretKey(secret, 'utf8');
  if (secret instanceof Uint8Array && secret.length > 0) return createSecretKey(secret);
  throw new InvalidOptionError(option, 'pass a secret: non-empty text, bytes, or a secret KeyObject.');
}

function bind(
  keyObject: KeyObject,
  { algorithm, kid }: { readonly algorithm: Algorithm | undefined; readonly kid?: string | undefined },
  { option, algorithms }: StaticKeyContext,
): VerificationKey {
  if (algorithm === undefined)
    throw new InvalidOptionError(
      option,
      `this key fits none of the allowed algorithms (${algorithms.join(', ')}), or several; name exactly one in \`algorithms\`.`,
    );
  try {
    return bindKey(keyObject, algorithm, kid);
  } catch (cause) {
    const remedy = isSymmetric(algorithm) ? ' Make one with `openssl rand -base64 64`.' : '';
    throw new InvalidOptionError(option, `this key cannot be used ${(cause as Error).message}.${remedy}`, cause);
  }
}
