import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isObject } from '../options/own-options.js';
import { algorithmParameters, isAlgorithm } from '../signature/algorithms.js';
import type { Algorithm } from '../signature/algorithms.js';
import { boundAlgorithm } from './bound-algorithm.js';
import { bindKey, UnusableKeyError } from './verification-key.js';
import type { VerificationKey } from './verification-key.js';

/** A public JSON Web Key (RFC 7517 §4), as far as it is read. Other members are allowed and ignored. */
export interface Jwk {
  readonly kty: string;
  readonly kid?: string;
  readonly alg?: string;
  readonly use?: string;
  readonly key_ops?: readonly string[];
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
  readonly [member: string]: unknown;
}

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const coordinateBytes: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66, Ed25519: 32 };

/**
 * Turns a public JWK into a key bound to exactly one algorithm.
 *
 * @param allowed - the issuer's allow-list; it decides where the JWK names no `alg`
 * @throws {UnusableKeyError} When the key is private or symmetric, is not for verifying, is malformed, weak, or fits no allowed algorithm.
 */
export function importJwk(jwk: unknown, allowed: readonly Algorithm[]): VerificationKey {
  if (!isObject(jwk)) throw new UnusableKeyError('not a JSON object');
  if (jwk['kty'] === 'oct') throw new UnusableKeyError('a secret has no place in a set of public keys');
  if (privateMembers.some((member) => member in jwk))
    throw new UnusableKeyError('it has private members: the private key is out, replace it');
  requireVerifying(jwk);
  requireCoordinates(jwk);
  const keyObject = createKey(jwk);
  const algorithm = algorithmOf(jwk, keyObject, allowed);
  return bindKey(keyObject, algorithm, kidOf(jwk));
}

/** `use` and `key_ops` (RFC 7517 §4.2, §4.3) must not say that the key is for something else. */
function requireVerifying({ use, key_ops: operations }: Record<string, unknown>): void {
  if (use !== undefined && use !== 'sig') throw new UnusableKeyError('its use is not "sig"');
  if (operations === undefined) return;
  const valid =
    Array.isArray(operations) && new Set(operations).size === operations.length && operations.includes('verify');
  if (!valid) throw new UnusableKeyError('its key_ops do not include "verify"');
}

/** Exact, canonical coordinates: OpenSSL would pad and trim them in silence. */
function requireCoordinates({ kty, crv, x, y }: Record<string, unknown>): void {
  if (kty !== 'EC' && kty !== 'OKP') return;
  const bytes = typeof crv === 'string' && Object.hasOwn(coordinateBytes, crv) ? coordinateBytes[crv] : undefined;
  const coordinates = kty === 'EC' ? [x, y] : [x];
  if (bytes === undefined || !coordinates.every((coordinate) => isCoordinate(coordinate, bytes))) {
    throw new UnusableKeyError('its curve or coordinates are not valid');
  }
}

function isCoordinate(coordinate: unknown, bytes: number): boolean {
  if (typeof coordinate !== 'string') return false;
  const decoded = Buffer.from(coordinate, 'base64url');
  return decoded.length === bytes && decoded.toString('base64url') === coordinate;
}

function createKey(jwk: Record<string, unknown>): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch (cause) {
    throw new UnusableKeyError('it is not a valid key', { cause });
  }
}

function algorithmOf({ alg }: Record<string, unknown>, keyObject: KeyObject, allowed: readonly Algorithm[]): Algorithm {
  const algorithm = alg === undefined ? boundAlgorithm(shapeOf(keyObject), allowed) : alg;
  if (!isAlgorithm(algorithm) || !allowed.includes(algorithm) || algorithmParameters(algorithm).kty === 'oct') {
    throw new UnusableKeyError('it fits no allowed algorithm');
  }
  return algorithm;
}

/** The shape of a public key. */
export function shapeOf(keyObject: KeyObject): Parameters<typeof boundAlgorithm>[0] {
  if (keyObject.asymmetricKeyType === 'rsa') return { kty: 'RSA' };
  if (keyObject.asymmetricKeyType === 'ec')
    return { kty: 'EC', namedCurve: keyObject.asymmetricKeyDetails?.namedCurve ?? '' };
  return { kty: 'OKP' };
}

function kidOf({ kid }: Record<string, unknown>): string | undefined {
  if (kid !== undefined && (typeof kid !== 'string' || kid === ''))
    throw new UnusableKeyError('its kid is not a string');
  return kid;
}
