import { importJwk, shapeOf } from '../../src/keys/import-jwk.js';
import type { KeyObject } from 'node:crypto';
import { asymmetricAlgorithms } from '../../src/signature/algorithms.js';
import type { Algorithm } from '../../src/signature/algorithms.js';
import { errorWith } from '../support/expectations.js';
import { publicJwk, testKey } from '../support/keys.js';

const ec = testKey('ES256');
const rsa = testKey('RS256');
const ed = testKey('EdDSA');
const use =
  (jwk: unknown, allowed: readonly Algorithm[] = asymmetricAlgorithms) =>
  () =>
    importJwk(jwk, allowed);

describe('importJwk', () => {
  it.each(asymmetricAlgorithms)('J7 · binds a public %s key to its alg', (alg) => {
    const key = testKey(alg);
    const imported = importJwk(publicJwk(key), asymmetricAlgorithms);
    expect(imported).toMatchObject({ kid: 'k1', algorithm: alg });
    expect(imported.keyObject.equals(key.keyObject)).toBe(true);
  });

  it.each([
    [ec, 'ES256'],
    [testKey('ES512'), 'ES512'],
    [rsa, 'RS256'],
    [ed, 'EdDSA'],
  ] as const)('J7 · K-23 · binds a key without alg to exactly one algorithm', (key, algorithm) => {
    expect(importJwk(publicJwk(key, { alg: undefined }), asymmetricAlgorithms).algorithm).toBe(algorithm);
  });

  it('keeps what node:crypto says of a key that is none as the cause', () => {
    expect(use({ kty: 'RSA', n: 'AQAB' })).toThrow(
      errorWith({ message: 'it is not a valid key', cause: expect.anything() }),
    );
  });

  it('J7 · K-23 · refuses an RSA key without alg where several could be meant', () => {
    expect(use(publicJwk(rsa, { alg: undefined }), ['PS256', 'PS512'])).toThrow('it fits no allowed algorithm');
  });

  it('J9 · imports a key without kid, and ignores unknown members', () => {
    const imported = importJwk(publicJwk(ec, { kid: undefined, x5t: 'x', custom: {} }), ['ES256']);
    expect(imported.kid).toBeUndefined();
  });

  it.each([undefined, null, 'jwk', 1, []])('K-41 · refuses %j, which is no object', (jwk) => {
    expect(use(jwk)).toThrow('not a JSON object');
  });

  it('J8 · K-33 · refuses a secret', () => {
    expect(use({ kty: 'oct', k: 'c2VjcmV0', alg: 'HS256' }, ['HS256', 'RS256'])).toThrow('a secret has no place');
  });

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
    'J8 · K-34 · refuses a key with the private member %s',
    (member) => {
      expect(use(publicJwk(rsa, { [member]: 'AQAB' }))).toThrow('private members');
    },
  );

  it('J8 · K-34 · refuses a whole private key', () => {
    expect(use({ ...ec.signingKey.export({ format: 'jwk' }), kid: 'k1' })).toThrow('private members');
  });

  it.each(['enc', '', null, 1, 'SIG'])('J8 · refuses the use %j', (value) => {
    expect(use(publicJwk(ec, { use: value }))).toThrow('its use is not "sig"');
  });

  it.each([[[]], [['sign']], [['verify', 'verify']], ['verify'], [null], [{}]])(
    'J8 · K-21 · refuses the key_ops %j',
    (operations) => {
      expect(use(publicJwk(ec, { key_ops: operations }))).toThrow('key_ops');
    },
  );

  it('J8 · K-21 · accepts key_ops with verify, and a key without use', () => {
    expect(use(publicJwk(ec, { key_ops: ['sign', 'verify'] }))).not.toThrow();
    expect(use(publicJwk(ec, { use: undefined }))).not.toThrow();
  });

  const { x = '', y = '' } = publicJwk(ec);
  it.each([
    ['a point off the curve', { x: y, y: x }, 'it is not a valid key'],
    ['the point (0, 0)', { x: 'A'.repeat(43), y: 'A'.repeat(43) }, 'it is not a valid key'],
    ['a coordinate that is too short', { x: Buffer.alloc(31, 1).toString('base64url') }, 'coordinates'],
    [
      'a coordinate that is too long',
      { x: Buffer.concat([Buffer.alloc(1), Buffer.from(x, 'base64url')]).toString('base64url') },
      'coordinates',
    ],
    ['a coordinate with padding', { x: `${x}=` }, 'coordinates'],
    ['a coordinate that is no text', { y: 1 }, 'coordinates'],
    ['no coordinate', { y: undefined }, 'coordinates'],
    ['the curve of another size', { crv: 'P-384' }, 'coordinates'],
    ['an unknown curve', { crv: 'secp256k1' }, 'coordinates'],
    ['an inherited name for a curve', { crv: 'constructor' }, 'coordinates'],
    ['no curve', { crv: undefined }, 'coordinates'],
    ['the curve of another key type', { crv: 'Ed25519' }, 'it is not a valid key'],
  ])('J7 · K-29 · K-30 · refuses an EC key with %s', (_name, overrides, text) => {
    expect(use(publicJwk(ec, overrides))).toThrow(text);
  });

  it.each([
    ['X25519', { crv: 'X25519' }],
    ['Ed448', { crv: 'Ed448' }],
    ['a short coordinate', { x: Buffer.alloc(31, 1).toString('base64url') }],
  ])('J7 · K-31 · refuses an OKP key with %s', (_name, overrides) => {
    expect(use(publicJwk(ed, overrides))).toThrow('coordinates');
  });

  it.each([
    ['the curve of a NIST group', { crv: 'P-256' }],
    ['the type of another key', { kty: 'RSA' }],
    ['an unknown type', { kty: 'AKP' }],
    ['no type', { kty: undefined }],
  ])('J9 · refuses an OKP key with %s', (_name, overrides) => {
    expect(use(publicJwk(ed, overrides))).toThrow('it is not a valid key');
  });

  it.each([
    ['an exponent of 1', 'K-25', { e: 'AQ' }, 'exponent'],
    ['an exponent of 3', 'K-26', { e: 'Aw' }, 'exponent'],
    ['a modulus of 1024 bits', 'K-27', { n: Buffer.alloc(128, 0xff).toString('base64url') }, 'modulus'],
    ['a modulus of 16384 bits', 'K-27', { n: Buffer.alloc(2048, 0xff).toString('base64url') }, 'modulus'],
    ['no modulus', 'K-41', { n: undefined }, 'it is not a valid key'],
  ])('J7 · refuses an RSA key with %s (%s)', (_name, _id, overrides, text) => {
    expect(use(publicJwk(rsa, overrides))).toThrow(text);
  });

  it.each(['none', 'HS256', 'RSA-OAEP', 'es256', '', null, 1, '__proto__'])('J4 · J9 · refuses the alg %j', (alg) => {
    expect(use(publicJwk(ec, { alg }), [...asymmetricAlgorithms, 'HS256'])).toThrow('it fits no allowed algorithm');
  });

  it('J4 · K-22 · refuses an alg outside the allow-list, and one that the key does not fit', () => {
    expect(use(publicJwk(ec), ['RS256'])).toThrow('it fits no allowed algorithm');
    expect(use(publicJwk(ec, { alg: 'ES384' }))).toThrow('an EC key on P-384 is needed');
    expect(use(publicJwk(rsa, { alg: 'ES256' }))).toThrow('an EC key on P-256 is needed');
  });

  it.each(['', null, 1, ['k1']])('J10 · K-11 · refuses the kid %j', (kid) => {
    expect(use(publicJwk(ec, { kid }))).toThrow('its kid is not a string');
  });
});

describe('shapeOf', () => {
  it('tells the type and the curve of a key', () => {
    expect(shapeOf(rsa.keyObject)).toEqual({ kty: 'RSA' });
    expect(shapeOf(ec.keyObject)).toEqual({ kty: 'EC', namedCurve: 'prime256v1' });
    expect(shapeOf(ed.keyObject)).toEqual({ kty: 'OKP' });
  });

  it('knows no curve where the key does not tell it, as keys of other runtimes may not', () => {
    expect(shapeOf({ asymmetricKeyType: 'ec' } as KeyObject)).toEqual({ kty: 'EC', namedCurve: '' });
  });
});
