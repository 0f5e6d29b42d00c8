import { constants, createHmac, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import type { TestAlgorithm } from './test-algorithm.js';

/** A private key, or the secret of an HMAC algorithm. */
export type SigningMaterial = KeyObject | Uint8Array | string;

/**
 * The raw JWS signature of the bytes. Nothing is checked: any algorithm, any key that OpenSSL takes, an empty secret.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7518#section-3 RFC 7518 §3}
 */
export function signBytes(algorithm: TestAlgorithm, key: SigningMaterial, data: Uint8Array): Buffer {
  const hash = `sha${algorithm.slice(2)}`;
  const family = algorithm.slice(0, 2);
  if (family === 'HS') return createHmac(hash, key).update(data).digest();
  if (typeof key === 'string' || key instanceof Uint8Array) throw new TypeError(`${algorithm} needs a private key`);
  if (family === 'ES') return sign(hash, data, { key, dsaEncoding: 'ieee-p1363' });
  if (family === 'PS')
    return sign(hash, data, {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    });
  if (family === 'RS') return sign(hash, data, key);
  return sign(undefined, data, key);
}
