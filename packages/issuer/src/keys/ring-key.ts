import { createSecretKey } from 'node:crypto';

import { bindKey, importJwk } from '@jwt-guard/core';
import type { VerificationKey } from '@jwt-guard/core';

import { generatePrivateKey } from './generate-private-key.js';
import { generateSecret, secretOf } from './generate-secret.js';
import { createHmacSigner } from './hmac-signer.js';
import { importPrivateKey } from './import-private-key.js';
import type { ImportedPrivateKey } from './import-private-key.js';
import { createMemorySigner } from './memory-signer.js';
import type { PublicJwk } from './public-jwk.js';
import { publicJwkOf } from './public-jwk-of.js';
import type { RingEntry } from './ring-document.js';
import type { NewKey } from './ring-change.js';
import type { Signer } from './signer.js';
import type { PublicKeyAlgorithm, SigningAlgorithm } from './signing-algorithm.js';

/** A key of a ring, ready to sign, to be published, and to verify. */
export interface RingKey {
  readonly signer: Signer;
  /** Absent for a secret: it is never published. */
  readonly publicJwk?: PublicJwk;
  readonly verificationKey: VerificationKey;
}

/** Makes a key for a ring. */
export async function generateRingKey(algorithm: SigningAlgorithm): Promise<NewKey> {
  return algorithm === 'HS256' ? generateSecret(algorithm) : toNewKey(await generatePrivateKey(algorithm));
}

/** A private key in the form in which a ring keeps it. */
export async function toNewKey({ privateKey, algorithm }: ImportedPrivateKey): Promise<NewKey> {
  const { kid } = await publicJwkOf(privateKey, algorithm);
  return { kid, algorithm, jwk: { ...privateKey.export({ format: 'jwk' }), alg: algorithm } };
}

/**
 * Makes a key that a ring keeps ready for use.
 *
 * @throws {Error} (as rejection) When the key is not what its entry says. The message holds nothing of it.
 */
export async function openRingKey({ kid, algorithm, jwk }: RingEntry): Promise<RingKey> {
  if (algorithm === 'HS256') {
    const secret = createSecretKey(secretOf(jwk));
    return Object.freeze({ signer: createHmacSigner(kid, secret), verificationKey: bindKey(secret, 'HS256', kid) });
  }
  const { privateKey, algorithm: bound } = importPrivateKey(jwk, algorithm as PublicKeyAlgorithm);
  const publicJwk = await publicJwkOf(privateKey, bound);
  if (publicJwk.kid !== kid) throw new Error('the key ring holds a key under the name of another');
  const signer = createMemorySigner(kid, bound, privateKey);
  return Object.freeze({ signer, publicJwk, verificationKey: importJwk(publicJwk, [bound]) });
}
