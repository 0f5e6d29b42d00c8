import { createHmac, timingSafeEqual } from 'node:crypto';
import type { VerificationKey } from '../keys/verification-key.js';
import { algorithmParameters } from './algorithms.js';
import { verifyJob } from './signature-jobs.js';

/** What is signed, and by which bytes. */
export interface SignedBytes {
  readonly signingInput: Buffer;
  readonly signature: Buffer;
}

/**
 * Whether a key signed these bytes, by node's one-shot functions. What these cannot even try to verify does not hold.
 *
 * @returns a promise only where the thread pool is asked
 */
export function verifySignature(key: VerificationKey, signed: SignedBytes): boolean | Promise<boolean> {
  try {
    return attempt(key, signed);
  } catch {
    return false;
  }
}

/** An HMAC costs less than a trip to the thread pool, whoever else waits. */
function attempt(
  { algorithm, keyObject }: VerificationKey,
  { signingInput, signature }: SignedBytes,
): boolean | Promise<boolean> {
  const parameters = algorithmParameters(algorithm);
  switch (parameters.kty) {
    case 'oct': {
      const expected = Buffer.from(
        createHmac(parameters.hash, keyObject).update(signingInput).digest('binary'),
        'binary',
      );
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    }
    case 'RSA': {
      const { hash, padding, saltLength } = parameters;
      const key = saltLength === undefined ? { key: keyObject, padding } : { key: keyObject, padding, saltLength };
      return verifyJob({ hash, key, signingInput, signature });
    }
    case 'EC':
      if (signature.length !== parameters.signatureBytes) return false;
      return verifyJob({
        hash: parameters.hash,
        key: { key: keyObject, dsaEncoding: 'ieee-p1363' },
        signingInput,
        signature,
      });
    case 'OKP':
      if (signature.length !== parameters.signatureBytes) return false;
      return verifyJob({ hash: null, key: { key: keyObject }, signingInput, signature });
  }
}
