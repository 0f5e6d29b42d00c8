import { boundAlgorithm } from '../../src/keys/bound-algorithm.js';
import type { KeyShape } from '../../src/keys/bound-algorithm.js';
import { asymmetricAlgorithms } from '../../src/signature/algorithms.js';
import type { Algorithm } from '../../src/signature/algorithms.js';

const rsa: KeyShape = { kty: 'RSA' };
const p384: KeyShape = { kty: 'EC', namedCurve: 'secp384r1' };
const okp: KeyShape = { kty: 'OKP' };
const oct: KeyShape = { kty: 'oct' };

describe('boundAlgorithm', () => {
  it.each<[string, KeyShape, readonly Algorithm[], Algorithm | undefined]>([
    ['RSA to RS256 by default', rsa, asymmetricAlgorithms, 'RS256'],
    ['RSA to RS256 among several', rsa, ['PS256', 'RS256'], 'RS256'],
    ['RSA to the one other RSA algorithm', rsa, ['PS384', 'ES256'], 'PS384'],
    ['RSA to none of two others', rsa, ['PS256', 'PS384'], undefined],
    ['RSA to none where none is allowed', rsa, ['ES256'], undefined],
    ['EC by its curve', p384, asymmetricAlgorithms, 'ES384'],
    ['EC to none where its curve is not allowed', p384, ['ES256', 'RS256'], undefined],
    ['EC on an unknown curve to none', { kty: 'EC', namedCurve: 'secp256k1' }, asymmetricAlgorithms, undefined],
    ['OKP to EdDSA by default', okp, asymmetricAlgorithms, 'EdDSA'],
    ['OKP to the first that is allowed', okp, ['Ed25519', 'EdDSA'], 'Ed25519'],
    ['OKP to none where none is allowed', okp, ['RS256'], undefined],
    ['a secret to HS256', oct, ['HS256', 'HS512'], 'HS256'],
    ['a secret to the one other HS algorithm', oct, ['HS512'], 'HS512'],
    ['a secret to none of two others', oct, ['HS384', 'HS512'], undefined],
  ])('J7 · K-23 · binds %s', (_name, shape, allowed, algorithm) => {
    expect(boundAlgorithm(shape, allowed)).toBe(algorithm);
  });
});
