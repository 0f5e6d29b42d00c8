import { createHash, hkdfSync } from 'node:crypto';

import { InvalidOptionError } from '@jwt-guard/core';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';

/** A key that encrypts rings at rest: at least 32 random bytes, as they are or as base64url text. */
export type EncryptionKey = string | Uint8Array;

/** Encrypts and decrypts what a store keeps. */
export interface Sealer {
  /** Encrypts under the first key. */
  seal(text: string): Promise<string>;
  /**
   * Decrypts what any of the keys has encrypted.
   *
   * @throws {Error} (as rejection) When none of them did, or it was changed. The message holds nothing of it.
   */
  unseal(sealed: string): Promise<string>;
}

const minimumBytes = 32;
/** Fewer distinct bytes than this in 32 or more do not come from a random source. */
const minimumDistinctBytes = 8;
const maximumKeys = 8;
const remedy =
  'pass at least 32 random bytes, or the same as base64url text; `jwt-guard-keygen --encryption-key` prints one. ' +
  'To change it, pass a list: the first encrypts, all decrypt.';

/**
 * Seals with JWE: direct encryption, A256GCM, and in `kid` the name of the encryption key.
 *
 * @param keys - one or several; the first seals, all unseal
 * @see {@link https://www.rfc-editor.org/rfc/rfc7516 RFC 7516}
 * @throws {InvalidOptionError} For a key that is too short, or no key. The error carries nothing of it.
 */
export function createSealer(keys: EncryptionKey | readonly EncryptionKey[]): Sealer {
  const list: readonly unknown[] = Array.isArray(keys) ? [...(keys as readonly unknown[])] : [keys];
  const derived = list.map(derive);
  const [first] = derived;
  if (first === undefined || derived.length > maximumKeys) throw new InvalidOptionError('encryptionKey', remedy);
  const byKid = new Map(derived.map(({ kid, key }) => [kid, key]));

  return Object.freeze<Sealer>({
    seal: (text) =>
      new CompactEncrypt(Buffer.from(text))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: first.kid })
        .encrypt(first.key),
    unseal: async (sealed) => {
      const key = byKid.get(kidOf(sealed));
      if (key === undefined) throw new Error('the key ring was encrypted under none of the encryption keys');
      try {
        const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };
        return Buffer.from((await compactDecrypt(sealed, key, options)).plaintext).toString();
      } catch {
        throw new Error('the key ring was changed since it was encrypted');
      }
    },
  });
}

interface DerivedKey {
  readonly kid: string;
  readonly key: Uint8Array;
}

/** A key derived for this one use; its name, made from it, tells nothing about it. */
function derive(input: unknown): DerivedKey {
  const bytes = bytesOf(input);
  if (bytes === undefined || bytes.length < minimumBytes || new Set(bytes).size < minimumDistinctBytes)
    throw new InvalidOptionError('encryptionKey', remedy);
  const key = new Uint8Array(hkdfSync('sha256', bytes, '', 'jwt-guard key ring A256GCM', 32));
  const kid = createHash('sha256').update('kid').update(key).digest('base64url').slice(0, 16);
  return { kid, key };
}

function bytesOf(input: unknown): Uint8Array | undefined {
  if (input instanceof Uint8Array) return input;
  if (typeof input !== 'string') return undefined;
  const bytes = Buffer.from(input, 'base64url');
  return bytes.toString('base64url') === input ? bytes : undefined;
}

function kidOf(sealed: string): string {
  try {
    return decodeProtectedHeader(sealed).kid ?? '';
  } catch {
    return '';
  }
}
