import type { VerificationKey } from '../keys/verification-key.js';
import { verifySignature } from '../signature/verify-signature.js';
import type { CompactJws } from '../token/compact-jws.js';

/** Bounds the work for a token without a kid. */
const maxTries = 4;

/** Whether one of these keys signed the token. They must be those of one issuer; nothing is fetched. */
export async function signedBy(keys: readonly VerificationKey[], jws: CompactJws): Promise<boolean> {
  const { alg, kid } = jws.header;
  const fitting = keys.filter(
    (key) => key.algorithm === alg && (kid === undefined || key.kid === undefined || key.kid === kid),
  );
  for (const key of fitting.slice(0, maxTries)) if (await verifySignature(key, jws)) return true;
  return false;
}
