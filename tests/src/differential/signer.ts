import { constants, createHmac, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Signs bytes by an algorithm, where the key can; by the key's own algorithm where the name makes no sense for it. */
export type Signer = (algorithm: string, input: Buffer) => Buffer;

const { RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = constants;

/**
 * Makes the signer of a key. `HS*` by an asymmetric key takes the text of its public half for the secret: the classical
 * confusion of algorithms.
 */
export function signerOf(
  key: { readonly secret: Buffer } | Readonly<Record<'publicKey' | 'privateKey', KeyObject>>,
): Signer {
  if ('secret' in key) return (algorithm, input) => hmac(algorithm, key.secret, input);
  const publicText = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return (algorithm, input) =>
    algorithm.startsWith('HS')
      ? hmac(algorithm, Buffer.from(publicText), input)
      : signWith(key.privateKey, algorithm, input);
}

function hmac(algorithm: string, secret: Buffer, input: Buffer): Buffer {
  return createHmac(hashOf(algorithm), secret).update(input).digest();
}

function signWith(key: KeyObject, algorithm: string, input: Buffer): Buffer {
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return sign(null, input, key);
    case 'ec':
      return sign(hashOf(algorithm), input, { key, dsaEncoding: 'ieee-p1363' });
    default:
      return sign(hashOf(algorithm), input, {
        key,
        ...(algorithm.startsWith('PS') && { padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST }),
      });
  }
}

function hashOf(algorithm: string): string {
  return `sha${/(?:384|512)$/.exec(algorithm)?.[0] ?? '256'}`;
}
