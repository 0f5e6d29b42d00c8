import { constants, sign } from 'node:crypto';
import type { KeyObject, SignKeyObjectInput } from 'node:crypto';

import type { Signer } from './signer.js';
import { signingAlgorithms } from './signing-algorithm.js';
import type { PublicKeyAlgorithm, SigningAlgorithmTraits } from './signing-algorithm.js';

/** A signer whose private key lives in this process, reachable by nothing but its `sign`. It signs on the thread pool. */
export function createMemorySigner(kid: string, algorithm: PublicKeyAlgorithm, privateKey: KeyObject): Signer {
  const traits = signingAlgorithms[algorithm];
  const input = signInput(privateKey, traits);
  return Object.freeze<Signer>({
    kid,
    algorithm,
    sign: (data) =>
      new Promise((resolve, reject) => {
        sign(traits.hash, data, input, (error, signature) => {
          if (error) reject(error);
          else resolve(signature);
        });
      }),
  });
}

function signInput(key: KeyObject, { kty, pss }: SigningAlgorithmTraits): SignKeyObjectInput {
  if (kty === 'EC') return { key, dsaEncoding: 'ieee-p1363' };
  if (pss === true)
    return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return { key };
}
