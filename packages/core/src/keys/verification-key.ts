import type { KeyObject } from 'node:crypto';
import { algorithmParameters } from '../signature/algorithms.js';
import type { Algorithm, AlgorithmParameters } from '../signature/algorithms.js';
import { isSmallOrderPoint } from './small-order-points.js';

/** A key that verifies exactly one algorithm, fixed when it was loaded and never when a token names one (RFC 8725 §3.1). */
export interface VerificationKey {
  readonly kid?: string;
  readonly algorithm: Algorithm;
  readonly keyObject: KeyObject;
}

const boundKeys = new WeakSet<object>();

/** Why a key cannot be used; the message says so in words for the operator and holds nothing of the key. */
export class UnusableKeyError extends Error {
  override readonly name = 'UnusableKeyError';
}

/**
 * Binds a key to one algorithm, after checking that it fits: type, curve, size, exponent.
 *
 * @throws {UnusableKeyError} When it does not.
 */
export function bindKey(keyObject: KeyObject, algorithm: Algorithm, kid?: string): VerificationKey {
  const complaint = complaintAbout(keyObject, algorithmParameters(algorithm));
  if (complaint !== undefined) throw new UnusableKeyError(`for ${algorithm}: ${complaint}`);
  const key = Object.freeze({ ...(kid !== undefined && { kid }), algorithm, keyObject });
  boundKeys.add(key);
  return key;
}

/** Whether a value is a key that {@link bindKey} checked. */
export function isBoundKey(value: unknown): value is VerificationKey {
  return typeof value === 'object' && value !== null && boundKeys.has(value);
}

function complaintAbout(keyObject: KeyObject, parameters: AlgorithmParameters): string | undefined {
  if (parameters.kty === 'oct') {
    if (keyObject.type !== 'secret') return 'a secret is needed';
    const bytes = keyObject.symmetricKeySize ?? 0;
    return bytes >= parameters.signatureBytes
      ? undefined
      : `the secret must have at least ${parameters.signatureBytes} bytes (RFC 7518 §3.2)`;
  }
  if (keyObject.type !== 'public') return 'a public key is needed';
  if (parameters.kty === 'RSA') return complaintAboutRsa(keyObject);
  if (parameters.kty === 'EC') {
    return keyObject.asymmetricKeyDetails?.namedCurve === parameters.namedCurve
      ? undefined
      : `an EC key on ${parameters.crv} is needed`;
  }
  if (keyObject.asymmetricKeyType !== 'ed25519') return 'an Ed25519 key is needed';
  return isSmallOrderPoint(keyObject) ? 'the key is a point of small order, under which anyone can sign' : undefined;
}

/** RSA within [2048, 8192] bits, and an exponent as FIPS 186-5 has it: odd, over 2^16, and short enough to be cheap. */
function complaintAboutRsa(keyObject: KeyObject): string | undefined {
  if (keyObject.asymmetricKeyType !== 'rsa') return 'an RSA key is needed';
  const { modulusLength = 0, publicExponent = 0n } = keyObject.asymmetricKeyDetails ?? {};
  if (modulusLength < 2048 || modulusLength > 8192) return 'the modulus must have 2048 to 8192 bits';
  if (publicExponent < 65_537n || publicExponent >= 2n ** 32n || publicExponent % 2n === 0n) {
    return 'the public exponent must be odd and between 65537 and 2^32';
  }
  return undefined;
}
