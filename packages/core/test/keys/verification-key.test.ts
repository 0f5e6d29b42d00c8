import { createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { bindKey, UnusableKeyError } from '../../src/keys/verification-key.js';
import { asymmetricAlgorithms } from '../../src/signature/algorithms.js';
import { testKey } from '../support/keys.js';

const complaint = (text: string): Error =>
  expect.objectContaining({ name: 'UnusableKeyError', message: expect.stringContaining(text) as string }) as Error;

const { n } = testKey('RS256').keyObject.export({ format: 'jwk' });
const rsaWithExponent = (e: string): KeyObject =>
  createPublicKey({
    key: { kty: 'RSA', n: n as string, e: Buffer.from(e, 'hex').toString('base64url') },
    format: 'jwk',
  });
/** Any number of the size does: nothing is signed by it. */
const rsaOfBytes = (bytes: number): KeyObject => {
  const modulus = Buffer.alloc(bytes, 0xff).toString('base64url');
  return createPublicKey({ key: { kty: 'RSA', n: modulus, e: 'AQAB' }, format: 'jwk' });
};

describe('bindKey', () => {
  it.each(asymmetricAlgorithms)('J7 · binds a fitting key to %s, frozen', (alg) => {
    const { keyObject } = testKey(alg);
    const key = bindKey(keyObject, alg, 'k1');
    expect(key).toEqual({ kid: 'k1', algorithm: alg, keyObject });
    expect(Object.isFrozen(key)).toBe(true);
  });

  it('leaves the kid out where there is none', () => {
    expect(Object.keys(bindKey(testKey('ES256').keyObject, 'ES256'))).toEqual(['algorithm', 'keyObject']);
  });

  it.each([
    ['K-25', '1, under which anyone can sign', '01'],
    ['K-26', '0', '00'],
    ['K-26', '2', '02'],
    ['K-26', '3', '03'],
    ['K-26', '65535', 'ffff'],
    ['K-26', '65538, an even one', '010002'],
    ['K-26', '2^32 + 1', '0100000001'],
  ])('J7 · %s · refuses the RSA exponent %s', (_id, _name, hex) => {
    expect(() => bindKey(rsaWithExponent(hex), 'RS256')).toThrow(complaint('exponent'));
  });

  it.each(['010001', 'ffffffff'])('J7 · K-26 · accepts the RSA exponent 0x%s', (hex) => {
    expect(() => bindKey(rsaWithExponent(hex), 'RS256')).not.toThrow();
  });

  it.each([128, 255, 1_025, 2_048])('J7 · K-27 · D-25 · refuses an RSA modulus of %i bytes', (bytes) => {
    expect(() => bindKey(rsaOfBytes(bytes), 'PS256')).toThrow(complaint('2048 to 8192 bits'));
  });

  it.each([256, 1_024])('J7 · K-27 · accepts an RSA modulus of %i bytes', (bytes) => {
    expect(() => bindKey(rsaOfBytes(bytes), 'PS256')).not.toThrow();
  });

  it.each([
    ['RS256', 'ES256', 'an RSA key'],
    ['ES384', 'ES256', 'on P-384'],
    ['ES256', 'RS256', 'on P-256'],
    ['EdDSA', 'ES256', 'an Ed25519 key'],
    ['Ed25519', 'RS256', 'an Ed25519 key'],
  ] as const)('J7 · K-30 · refuses for %s a key of %s', (alg, other, text) => {
    expect(() => bindKey(testKey(other).keyObject, alg)).toThrow(complaint(text));
  });

  it.each(['x25519', 'ed448', 'x448'] as const)('J7 · K-31 · refuses an %s key for EdDSA', (type) => {
    const { publicKey } = generateKeyPairSync(type as 'x25519');
    expect(() => bindKey(publicKey, 'EdDSA')).toThrow(complaint('an Ed25519 key'));
  });

  it('J7 · refuses an RSA key whose own parameters restrict it to PSS', () => {
    const { publicKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    expect(() => bindKey(publicKey, 'PS256')).toThrow(complaint('an RSA key'));
  });

  it('J7 · K-35 · refuses a private key, a secret where a public key is needed, and the reverse', () => {
    const { signingKey, keyObject } = testKey('ES256');
    expect(() => bindKey(signingKey, 'ES256')).toThrow(complaint('a public key is needed'));
    expect(() => bindKey(testKey('HS256').keyObject, 'ES256')).toThrow(complaint('a public key is needed'));
    expect(() => bindKey(keyObject, 'HS256')).toThrow(complaint('a secret is needed'));
    expect(() => bindKey(signingKey, 'HS256')).toThrow(complaint('a secret is needed'));
  });

  it.each([
    ['HS256', 32],
    ['HS384', 48],
    ['HS512', 64],
  ] as const)('J7 · K-37 · %s demands a secret of %i bytes', (alg, bytes) => {
    expect(() => bindKey(createSecretKey(Buffer.alloc(bytes - 1, 7)), alg)).toThrow(complaint(`${bytes} bytes`));
    expect(() => bindKey(createSecretKey(Buffer.alloc(bytes, 7)), alg)).not.toThrow();
  });

  it('J7 · refuses what does not tell its size, as keys of other runtimes may', () => {
    const mute = { type: 'public', asymmetricKeyType: 'rsa' } as unknown as KeyObject;
    expect(() => bindKey(mute, 'RS256')).toThrow(complaint('2048 to 8192 bits'));
    const details = { asymmetricKeyDetails: { modulusLength: 2048 } };
    const muteExponent = { type: 'public', asymmetricKeyType: 'rsa', ...details } as unknown as KeyObject;
    expect(() => bindKey(muteExponent, 'RS256')).toThrow(complaint('exponent'));
    expect(() => bindKey({ type: 'secret' } as unknown as KeyObject, 'HS256')).toThrow(complaint('32 bytes'));
    const muteCurve = { type: 'public', asymmetricKeyType: 'ec' } as unknown as KeyObject;
    expect(() => bindKey(muteCurve, 'ES256')).toThrow(complaint('on P-256'));
  });

  it('says nothing of the key in its errors', () => {
    expect(() => bindKey(testKey('ES256').keyObject, 'RS256')).toThrow(
      new UnusableKeyError('for RS256: an RSA key is needed'),
    );
  });
});
