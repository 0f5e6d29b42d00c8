import { InvalidTokenError } from '../errors/invalid-token-error.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** What a character outside the alphabet stands for: more than six bits. */
const none = 0xff;
/** The six bits that a character stands for, by its UTF-16 code unit. */
const sextets = new Uint8Array(0x1_0000).fill(none);
for (let sextet = 0; sextet < alphabet.length; sextet += 1) sextets[alphabet.charCodeAt(sextet)] = sextet;

/**
 * Decodes canonical base64url: no padding, no other alphabet, no white space, no non-zero trailing bits (RFC 7515 §2).
 *
 * Node decodes generously, and takes sixteen spellings for one signature. Reading strictly costs less than encoding back what Node
 * read, to compare.
 *
 * @throws {InvalidTokenError} `malformed`.
 */
export function decodeBase64url(text: string): Buffer {
  const bytes = Buffer.allocUnsafe((text.length * 3) >> 2);
  const rest = text.length & 3;
  const whole = text.length - rest;
  // All bits that were read, one over the other: more than six, and one of them stood outside the alphabet.
  let seen = 0;
  let at = 0;
  for (let index = 0; index < whole; index += 4) {
    const a = sextetAt(text, index);
    const b = sextetAt(text, index + 1);
    const c = sextetAt(text, index + 2);
    const d = sextetAt(text, index + 3);
    seen |= a | b | c | d;
    bytes[at] = (a << 2) | (b >> 4);
    bytes[at + 1] = (b << 4) | (c >> 2);
    bytes[at + 2] = (c << 6) | d;
    at += 3;
  }
  if (rest > 0) seen |= decodeRest(text.slice(whole), bytes, at);
  if (seen >= 1 << 6) throw new InvalidTokenError('malformed');
  return bytes;
}

/** The last one or two bytes. Answers what was seen, and `none` where it is not the only spelling of them. */
function decodeRest(text: string, bytes: Buffer, at: number): number {
  const a = sextetAt(text, 0);
  const b = text.length > 1 ? sextetAt(text, 1) : none;
  const c = text.length > 2 ? sextetAt(text, 2) : 0;
  bytes[at] = (a << 2) | (b >> 4);
  if (text.length > 2) bytes[at + 1] = (b << 4) | (c >> 2);
  const unused = text.length > 2 ? c & 0b11 : b & 0b1111;
  return unused === 0 ? a | b | c : none;
}

function sextetAt(text: string, index: number): number {
  return sextets[text.charCodeAt(index)] as number;
}
