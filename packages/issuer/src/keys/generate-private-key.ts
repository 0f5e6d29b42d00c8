import { generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

import type { ImportedPrivateKey } from './import-private-key.js';
import { signingAlgorithms } from './signing-algorithm.js';
import type { PublicKeyAlgorithm } from './signing-algorithm.js';

const generate = promisify(generateKeyPair);
const rsaBits = 2048;

/** Makes a new private key for an algorithm; RSA keys have 2048 bits. */
export async function generatePrivateKey(algorithm: PublicKeyAlgorithm): Promise<ImportedPrivateKey> {
  return { privateKey: await newKey(algorithm), algorithm };
}

async function newKey(algorithm: PublicKeyAlgorithm): Promise<KeyObject> {
  const { kty, crv } = signingAlgorithms[algorithm];
  if (kty === 'EC' && crv !== undefined) return (await generate('ec', { namedCurve: crv })).privateKey;
  if (kty === 'RSA') return (await generate('rsa', { modulusLength: rsaBits })).privateKey;
  return (await generate('ed25519')).privateKey;
}
