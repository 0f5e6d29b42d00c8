import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import type { VerifyKeyObjectInput } from 'node:crypto';
import type { VerificationKey } from '../keys/verification-key.js';
import { algorithmParameters } from './algorithms.js';

/** What is signed, and by which bytes. */
export interface SignedBytes {
  readonly signingInput: Buffer;
  readonly signature: Buffer;
}

/**
 * Verifies a signature by node's one-shot functions: RSA and HMAC in line, where the call costs less than a trip to the
 * thread pool; elliptic curves on the pool, where it costs more.
 *
 * @returns whether the signature holds; never throws for anything that a token can hold
 */
export function verifySignature(
  key: VerificationKey,
  { signingInput, signature }: SignedBytes,
): boolean | Promise<boolean> {
  const parameters = algorithmParameters(key.algorithm);
  switch (parameters.kty) {
    case 'oct': {
      const expected = createHmac(parameters.hash, key.keyObject).update(signingInput).digest();
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    }
    case 'RSA': {
      const { padding, saltLength } = parameters;
      return verify(
        parameters.hash,
        signingInput,
        { key: key.keyObject, padding, ...(saltLength !== undefined && { saltLength }) },
        signature,
      );
    }
    case 'EC':
      if (signature.length !== parameters.signatureBytes) return false;
      return verifyOnPool(
        parameters.hash,
        { key: key.keyObject, dsaEncoding: 'ieee-p1363' },
        { signingInput, signature },
      );
    case 'OKP':
      if (signature.length !== parameters.signatureBytes) return false;
      return verifyOnPool(null, { key: key.keyObject }, { signingInput, signature });
  }
}

function verifyOnPool(
  hash: string | null,
  input: VerifyKeyObjectInput,
  { signingInput, signature }: SignedBytes,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify(hash, signingInput, input, signature, (error, holds) => {
      if (error === null) resolve(holds);
      else reject(error);
    });
  });
}
