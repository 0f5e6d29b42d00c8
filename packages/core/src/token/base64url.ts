import { InvalidTokenError } from '../errors/invalid-token-error.js';

/**
 * Decodes canonical base64url: no padding, no other alphabet, no white space, no non-zero trailing bits (RFC 7515 §2).
 *
 * Node decodes generously; what encodes back to the same text was canonical. Sixteen spellings of one signature become one.
 *
 * @throws {InvalidTokenError} `malformed`.
 */
export function decodeBase64url(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new InvalidTokenError('malformed');
  return bytes;
}
