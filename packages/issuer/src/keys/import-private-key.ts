import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

import { InvalidOptionError, isObject } from '@jwt-guard/core';

import type { PrivateJwk } from './private-jwk.js';
import { signingAlgorithmNames, signingAlgorithms } from './signing-algorithm.js';
import type { PublicKeyAlgorithm } from './signing-algorithm.js';

const remedy = 'pass a private key as unencrypted PEM (PKCS#8, SEC 1, PKCS#1) or as JWK.';
const minimumRsaBits = 2048;
const maximumRsaBits = 8192;
const minimumRsaExponent = 65537n;

/** A private key that fits the one algorithm it will sign with. */
export interface ImportedPrivateKey {
  readonly privateKey: KeyObject;
  readonly algorithm: PublicKeyAlgorithm;
}

/**
 * Reads a private key and binds it to one algorithm: the one asked for, else the JWK's `alg`, else the usual one of
 * its type (RS256, EdDSA, or the one of the curve).
 *
 * @throws {InvalidOptionError} When it is no private key, too weak, of a kind that is not served, or does not fit the
 *   algorithm. The error carries nothing of the key.
 */
export function importPrivateKey(source: unknown, algorithm?: PublicKeyAlgorithm): ImportedPrivateKey {
  const privateKey = readPrivateKey(source);
  assertStrongRsa(privateKey);
  const fitting = algorithmsOf(privateKey);
  const wanted = algorithm ?? declaredAlgorithm(source) ?? fitting[0];
  const bound = fitting.find((name) => name === wanted);
  if (bound === undefined) {
    throw new InvalidOptionError(
      'privateKey',
      `it can not sign ${JSON.stringify(wanted)}; a key of its type signs ${fitting.join(', ') || 'nothing that is served'}.`,
    );
  }
  assertOneMind(source, bound);
  assertPair(privateKey);
  return { privateKey, algorithm: bound };
}

function readPrivateKey(source: unknown): KeyObject {
  try {
    if (typeof source === 'string') return createPrivateKey(source);
    if (isPrivateJwk(source)) return createPrivateKey({ key: source as JsonWebKey, format: 'jwk' });
  } catch {
    // The cause is dropped: Node's messages may quote members of the key.
  }
  throw new InvalidOptionError('privateKey', remedy);
}

function isPrivateJwk(source: unknown): source is PrivateJwk {
  return isObject(source) && typeof source['kty'] === 'string' && typeof source['d'] === 'string';
}

function assertStrongRsa(key: KeyObject): void {
  if (key.asymmetricKeyType !== 'rsa') return;
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < minimumRsaBits || modulusLength > maximumRsaBits || publicExponent < minimumRsaExponent) {
    throw new InvalidOptionError(
      'privateKey',
      `pass an RSA key of ${minimumRsaBits} to ${maximumRsaBits} bits with the exponent 65537.`,
    );
  }
}

/** The algorithms that a key can sign, the usual one first. */
function algorithmsOf(key: KeyObject): readonly PublicKeyAlgorithm[] {
  const { kty, crv } = key.asymmetricKeyType === 'rsa' ? { kty: 'RSA' } : shapeOf(key);
  return signingAlgorithmNames.filter(
    (name) => signingAlgorithms[name].kty === kty && signingAlgorithms[name].crv === crv,
  );
}

function shapeOf(key: KeyObject): { readonly kty?: string; readonly crv?: string } {
  try {
    const { kty, crv } = key.export({ format: 'jwk' });
    return { ...(kty !== undefined && { kty }), ...(crv !== undefined && { crv }) };
  } catch {
    return {}; // DSA, DH, exotic curves: JWK has no form for them
  }
}

function declaredAlgorithm(source: unknown): unknown {
  return isObject(source) ? source['alg'] : undefined;
}

function assertOneMind(source: unknown, algorithm: PublicKeyAlgorithm): void {
  if (!isObject(source)) return;
  const { alg = algorithm, use = 'sig', key_ops: operations = ['sign'] } = source;
  if (alg !== algorithm)
    throw new InvalidOptionError('algorithm', `the key declares alg ${JSON.stringify(alg)}; use that, or another key.`);
  const maySign = use === 'sig' && Array.isArray(operations) && operations.includes('sign');
  if (!maySign) throw new InvalidOptionError('privateKey', 'its use or key_ops forbid signing; pass a signing key.');
}

/** A JWK may claim another key's public half; its tokens would then be refused by everyone. */
function assertPair(privateKey: KeyObject): void {
  const hash = privateKey.asymmetricKeyType === 'ed25519' ? undefined : 'sha256';
  const probe = Buffer.from('probe');
  if (!verify(hash, probe, createPublicKey(privateKey), sign(hash, probe, privateKey))) {
    throw new InvalidOptionError(
      'privateKey',
      'its public members belong to another key; pass a key pair as it was made.',
    );
  }
}
