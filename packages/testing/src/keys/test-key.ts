import { createHash, generateKeyPairSync } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

import type { PublicJwk, SigningAlgorithm } from '@jwt-guard/issuer';

/** A key pair for tests. Unlike an issuer's it shows its private half. */
export interface TestKey {
  readonly algorithm: SigningAlgorithm;
  /** The RFC 7638 thumbprint. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As it is published: `kid`, `use` and `alg` included. */
  readonly jwk: PublicJwk;
}

/** Makes a new key pair. RSA takes about a tenth of a second; {@link cachedTestKey} makes each pair once. */
export function createTestKey(algorithm: SigningAlgorithm = 'ES256'): TestKey {
  const { privateKey, publicKey } = generate(algorithm);
  const members = publicKey.export({ format: 'jwk' });
  const kid = thumbprint(members);
  const jwk = Object.freeze({ ...members, kid, use: 'sig', alg: algorithm }) as unknown as PublicJwk;
  return Object.freeze({ algorithm, kid, privateKey, publicKey, jwk });
}

const cached = new Map<string, TestKey>();

/**
 * The key pair of that algorithm and name, made once in a process.
 *
 * @param owner - whose key it is: `issuer` and `attacker` have different ones
 */
export function cachedTestKey(algorithm: SigningAlgorithm, owner = 'issuer'): TestKey {
  const name = `${owner} ${algorithm}`;
  const key = cached.get(name) ?? createTestKey(algorithm);
  cached.set(name, key);
  return key;
}

function generate(algorithm: SigningAlgorithm): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  switch (algorithm) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'ES384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 'ES512':
      return generateKeyPairSync('ec', { namedCurve: 'P-521' });
    case 'EdDSA':
    case 'Ed25519':
      return generateKeyPairSync('ed25519');
    default:
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
  }
}

/** The required members in alphabetical order, hashed (RFC 7638 §3). */
function thumbprint({ kty, crv, x, y, n, e }: JsonWebKey): string {
  const members = kty === 'RSA' ? { e, kty, n } : kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
