import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { importJwk } from '../../src/keys/import-jwk.js';
import { isSmallOrderPoint } from '../../src/keys/small-order-points.js';
import { testKey } from '../support/keys.js';

/** All encodings of the eight points of small order, those that exceed the field and those with a needless sign included. */
const encodings = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
];
const jwkOf = (hex: string): { kty: string; crv: string; x: string } => ({
  kty: 'OKP',
  crv: 'Ed25519',
  x: Buffer.from(hex, 'hex').toString('base64url'),
});
const keyOf = (hex: string): KeyObject => createPublicKey({ key: jwkOf(hex), format: 'jwk' });

describe('isSmallOrderPoint', () => {
  it.each(encodings)('J7 · A-27 · recognises %s, and no such key is loaded', (hex) => {
    expect(isSmallOrderPoint(keyOf(hex))).toBe(true);
    expect(() => importJwk(jwkOf(hex), ['EdDSA'])).toThrow('small order');
  });

  it('A-27 · a signature that fits every message shows why', () => {
    const identity = '01'.padEnd(64, '0');
    const universal = Buffer.from(identity + '0'.repeat(64), 'hex');
    expect(verify(null, Buffer.from('anything'), keyOf(identity), universal)).toBe(true);
  });

  it('passes ordinary keys', () => {
    for (const kid of ['a', 'b', 'c']) expect(isSmallOrderPoint(testKey('EdDSA', kid).keyObject)).toBe(false);
  });
});
