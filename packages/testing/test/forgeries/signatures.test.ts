import { constants, sign, verify, X509Certificate } from 'node:crypto';

import { cachedTestKey, fitsHeader, seededMutations } from '@jwt-guard/testing';

import { ecdsaDer, ecdsaTwin, ed25519Twin } from '../../src/forgeries/curve-signatures.js';
import { pkcs1Block, pssBlock, signRsaBlock } from '../../src/forgeries/rsa-encodings.js';
import { selfSignedCertificate } from '../../src/keys/self-signed-certificate.js';
import { trailingBitTwins } from '../../src/forgeries/trailing-bit-twins.js';

const data = Buffer.from('data');
const rsa = cachedTestKey('RS256');
const ec = cachedTestKey('ES256');

describe('the makers of wrong signatures', () => {
  it('A-20 · make a right PKCS#1 v1.5 signature when nothing is bent', () => {
    expect(signRsaBlock(rsa.privateKey, pkcs1Block(data))).toEqual(sign('sha256', data, rsa.privateKey));
  });

  it.each([
    [32, 'sha256', true],
    [32, 'sha512', false],
    [20, 'sha256', false],
  ])(
    'A-19 · make a PSS signature with a salt of %d bytes and the mask %s: right is %s',
    (saltLength, mgfHash, right) => {
      const signature = signRsaBlock(rsa.privateKey, pssBlock(data, { hash: 'sha256', mgfHash, saltLength }));
      const key = { key: rsa.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
      expect(verify('sha256', data, key, signature)).toBe(right);
    },
  );

  it('A-22 · A-24 · bend ECDSA signatures that stay right in their own form', () => {
    for (let round = 0; round < 50; round += 1) {
      const signature = sign('sha256', data, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
      expect(verify('sha256', data, { key: ec.publicKey, dsaEncoding: 'ieee-p1363' }, ecdsaTwin(signature))).toBe(true);
      expect(verify('sha256', data, ec.publicKey, ecdsaDer(signature))).toBe(true);
      expect(ecdsaTwin(signature)).not.toEqual(signature);
      expect(ecdsaTwin(ecdsaTwin(signature))).toEqual(signature);
    }
  });

  it.each([rsa, ec])('A-12 · K-05 · make a certificate that holds, of the $algorithm key', (key) => {
    const certificate = new X509Certificate(selfSignedCertificate(key));
    expect(certificate.verify(key.publicKey)).toBe(true);
    expect(certificate.publicKey.equals(key.publicKey)).toBe(true);
  });

  it('A-26 · add the order to S and leave R', () => {
    const signature = sign(undefined, data, cachedTestKey('EdDSA').privateKey);
    const twin = ed25519Twin(signature);
    expect(twin).toHaveLength(64);
    expect(twin.subarray(0, 32)).toEqual(signature.subarray(0, 32));
    expect(twin.readUInt8(32)).toBe((signature.readUInt8(32) + 0xed) % 256);
  });

  it.each([
    [64, 15],
    [256, 15],
    [32, 3],
    [66, 0],
  ])('S-14 · find for %d bytes %d other spellings of the same bytes', (length, count) => {
    const segment = Buffer.alloc(length, 0xa5).toString('base64url');
    const twins = trailingBitTwins(segment);
    expect(new Set([segment, ...twins]).size).toBe(count + 1);
    for (const twin of twins) expect(Buffer.from(twin, 'base64url')).toEqual(Buffer.from(segment, 'base64url'));
  });
});

describe('seededMutations', () => {
  it('S-47 · answers the same for the same seed, another for another, and never the token', () => {
    const first = seededMutations('aaa.bbb.ccc', 1, 500);
    expect(seededMutations('aaa.bbb.ccc', 1, 500)).toEqual(first);
    expect(seededMutations('aaa.bbb.ccc', 2, 500)).not.toEqual(first);
    expect(first).toHaveLength(500);
    expect(first).not.toContain('aaa.bbb.ccc');
  });
});

describe('fitsHeader', () => {
  it.each([
    ['a.b.c', true],
    ['a.b.c ', false],
    ['a\nb', false],
    ['a\u00e9', false],
    ['', false],
    ['a'.repeat(12 * 1024), true],
    ['a'.repeat(12 * 1024 + 1), false],
  ])('tells of %j whether it can be sent', (token, fits) => {
    expect(fitsHeader(token)).toBe(fits);
  });
});
