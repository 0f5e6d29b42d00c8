const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const spareBitsByRemainder: ReadonlyMap<number, number> = new Map([
  [2, 4],
  [3, 2],
]);

/**
 * The other spellings of a base64url text that a generous decoder reads as the same bytes: its last character carries 2 or 4
 * bits that mean nothing (RFC 4648 §3.5). None, where the number of bytes is a multiple of three.
 */
export function trailingBitTwins(segment: string): readonly string[] {
  const spareBits = spareBitsByRemainder.get(segment.length % 4) ?? 0;
  const last = alphabet.indexOf(segment.slice(-1));
  return Array.from(
    { length: 2 ** spareBits - 1 },
    (_, index) => segment.slice(0, -1) + alphabet.charAt(last ^ (index + 1)),
  );
}
