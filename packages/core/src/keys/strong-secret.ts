import { createPublicKey, X509Certificate } from 'node:crypto';
import { InvalidOptionError } from '../errors/invalid-option-error.js';

/** Secrets that are long enough and known to everyone, from the examples of popular tools. */
const publishedSecrets: ReadonlySet<string> = new Set([
  'a-string-secret-at-least-256-bits-long',
  'a-valid-string-secret-that-is-at-least-384-bits-long',
  'a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long',
  'super-secret-jwt-token-with-at-least-32-characters-long',
  'your-super-secret-jwt-token-with-at-least-32-characters-long',
  'this-is-a-very-secret-key-that-should-be-changed',
]);

/** Fewer distinct bytes than this in 32 or more do not come from a random source. */
const minDistinctBytes = 8;

/**
 * Refuses what only looks like a secret: a public key, a certificate, a JWK or a key set in text form (the key of an
 * algorithm-confusion attack), a secret that stands in everyone's tutorial, a repeated pattern.
 *
 * The length is checked where the key is bound to its algorithm.
 *
 * @throws {InvalidOptionError} When it is one of these.
 */
export function requireStrongSecret(secret: Buffer, option: string): void {
  const text = secret.toString('utf8').trim();
  if (text.includes('-----BEGIN ') || isJsonObject(text) || isDer(secret) || isDer(Buffer.from(text, 'base64'))) {
    throw new InvalidOptionError(
      option,
      'this is a key or certificate in text form, not a secret. Pass it as `publicKey` or `jwks`.',
    );
  }
  if (publishedSecrets.has(text.toLowerCase()))
    throw new InvalidOptionError(
      option,
      'this secret is published in examples. Make one with `openssl rand -base64 64`.',
    );
  if (secret.length >= 32 && new Set(secret).size < minDistinctBytes) {
    throw new InvalidOptionError(
      option,
      'this secret repeats a few characters. Make one with `openssl rand -base64 64`.',
    );
  }
}

function isJsonObject(text: string): boolean {
  try {
    return text.startsWith('{') && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** Whether bytes are a public key or a certificate: what stands between the lines of a PEM text, in base64. */
function isDer(bytes: Buffer): boolean {
  const readers = [
    () => createPublicKey({ key: bytes, format: 'der', type: 'spki' }),
    () => createPublicKey({ key: bytes, format: 'der', type: 'pkcs1' }),
    () => new X509Certificate(bytes),
  ];
  return readers.some(succeeds);
}

function succeeds(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
