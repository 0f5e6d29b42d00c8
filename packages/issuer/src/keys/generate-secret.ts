import { randomBytes } from 'node:crypto';

import type { NewKey } from './ring-change.js';

const secretBytes = 32;
const kidBytes = 16;

/** Makes a secret of 32 random bytes, under a random id that says nothing about it. */
export function generateSecret(algorithm: 'HS256' | 'secret'): NewKey {
  return {
    kid: randomBytes(kidBytes).toString('base64url'),
    algorithm,
    jwk: { kty: 'oct', k: randomBytes(secretBytes).toString('base64url') },
  };
}

/**
 * The bytes of a secret that was stored.
 *
 * @throws {Error} When it is none, or too short.
 */
export function secretOf({ kty, k }: Readonly<Record<string, unknown>>): Buffer {
  const bytes = Buffer.from(typeof k === 'string' && kty === 'oct' ? k : '', 'base64url');
  if (bytes.length < secretBytes) throw new Error('the key ring holds no secret of at least 32 bytes');
  return bytes;
}
