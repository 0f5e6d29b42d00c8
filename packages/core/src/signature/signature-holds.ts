import type { VerificationKey } from '../keys/verification-key.js';
import { verifySignature } from './verify-signature.js';
import type { SignedBytes } from './verify-signature.js';

/** Whether a key signed these bytes. What the crypto library cannot even try to verify does not hold. */
export async function signatureHolds(key: VerificationKey, signed: SignedBytes): Promise<boolean> {
  try {
    return await verifySignature(key, signed);
  } catch {
    return false;
  }
}
