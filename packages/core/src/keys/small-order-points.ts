import type { KeyObject } from 'node:crypto';

/** The y coordinates of the points of order 1, 2, 4 and 8 on edwards25519, little-endian, with the spellings that exceed the field. */
const smallOrderPoints: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/** Whether an Ed25519 public key has small order: for such a key one signature fits every message, and OpenSSL accepts it. */
export function isSmallOrderPoint(keyObject: KeyObject): boolean {
  const y = Buffer.from(keyObject.export({ type: 'spki', format: 'der' }).subarray(-32));
  y.writeUInt8(y.readUInt8(31) & 0x7f, 31); // without the sign of x
  return smallOrderPoints.has(y.toString('hex'));
}
