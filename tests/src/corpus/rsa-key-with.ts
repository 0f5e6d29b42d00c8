import { randomBytes } from 'node:crypto';

import type { Jwk } from '@jwt-guard/core';

/**
 * A public RSA key with a modulus of so many bits, which nobody can sign with: no check of a public key asks whether its
 * modulus is a product of primes, and making a pair of 16,384 bits takes minutes.
 */
export function rsaKeyWith({ bits }: { readonly bits: number }): Jwk {
  const modulus = randomBytes(Math.ceil(bits / 8));
  const spareBits = modulus.length * 8 - bits;
  const first = modulus.readUInt8(0) & (0xff >> spareBits);
  modulus.writeUInt8(first | (0x80 >> spareBits), 0);
  modulus.writeUInt8(modulus.readUInt8(modulus.length - 1) | 1, modulus.length - 1);
  return { kty: 'RSA', n: modulus.toString('base64url'), e: 'AQAB', alg: 'RS256', use: 'sig', kid: 'k' };
}
