import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { calculateJwkThumbprint } from 'jose';

import type { PublicJwk } from './public-jwk.js';
import type { PublicKeyAlgorithm } from './signing-algorithm.js';

/**
 * The published form of a private key. Its members are picked by name, never by leaving the private ones out.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7638 RFC 7638} for the `kid`
 */
export async function publicJwkOf(privateKey: KeyObject, algorithm: PublicKeyAlgorithm): Promise<PublicJwk> {
  const { kty, crv, x, y, n, e } = createPublicKey(privateKey).export({ format: 'jwk' });
  const members = kty === 'RSA' ? { kty, n, e } : kty === 'EC' ? { kty, crv, x, y } : { kty, crv, x };
  const kid = await calculateJwkThumbprint(members as Record<string, string>, 'sha256');
  return Object.freeze({ ...members, kid, use: 'sig', alg: algorithm }) as PublicJwk;
}
