import type { VerificationKey } from '../keys/verification-key.js';
import { verifySignature } from './verify-signature.js';
import type { SignedBytes } from './verify-signature.js';

/** Whether a key signed these bytes. What the crypto library cannot even try to verify does not hold. */
export function signatureHolds(key: VerificationKey, signed: SignedBytes): boolean | Promise<boolean> {
  try {
    const holds = verifySignature(key, signed);
    return holds instanceof Promise ? holds.catch(isNot) : holds;
  } catch {
    return false;
  }
}

function isNot(): false {
  return false;
}
