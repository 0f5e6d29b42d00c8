import { algorithmParameters, asymmetricAlgorithms, isAlgorithm, isSymmetric } from '../../src/signature/algorithms.js';
import type { Algorithm } from '../../src/signature/algorithms.js';

const asymmetric = [
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'EdDSA',
  'Ed25519',
];
const symmetric: readonly Algorithm[] = ['HS256', 'HS384', 'HS512'];

describe('isAlgorithm', () => {
  it('knows the algorithms that can be verified', () => {
    for (const name of [...asymmetric, ...symmetric]) expect(isAlgorithm(name)).toBe(true);
  });

  it.each(['none', 'None', 'NONE', 'nOnE', ' none', 'none ', 'none\0', 'no\u006ee'])(
    'J4 · A-02 · does not know %j',
    (name) => {
      expect(isAlgorithm(name)).toBe(false);
    },
  );

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('J4 · A-06 · J15 · does not know %s', (name) => {
    expect(isAlgorithm(name)).toBe(false);
  });

  it.each(['rs256', 'RS256 ', 'RS256\0', 'RS256\u200b', 'ES256K', 'RS1', 'Ed448', 'HS1', 'RSA-OAEP', 'dir'])(
    'J4 · A-07 · does not know %j',
    (name) => {
      expect(isAlgorithm(name)).toBe(false);
    },
  );

  it.each([undefined, null, 0, ['RS256'], {}])('J4 · A-04 · does not know %j', (name) => {
    expect(isAlgorithm(name)).toBe(false);
  });
});

describe('asymmetricAlgorithms', () => {
  it('J4 · lists all algorithms whose verifier cannot sign, and no other', () => {
    expect([...asymmetricAlgorithms].sort()).toEqual([...asymmetric].sort());
    expect(Object.isFrozen(asymmetricAlgorithms)).toBe(true);
  });
});

describe('isSymmetric', () => {
  it('tells HS* from the rest', () => {
    expect(symmetric.every(isSymmetric)).toBe(true);
    expect(asymmetricAlgorithms.some(isSymmetric)).toBe(false);
  });
});

describe('algorithmParameters', () => {
  it.each([
    ['RS256', { kty: 'RSA', hash: 'sha256' }],
    ['PS384', { kty: 'RSA', hash: 'sha384', saltLength: 48 }],
    ['ES512', { kty: 'EC', hash: 'sha512', crv: 'P-521', signatureBytes: 132 }],
    ['Ed25519', { kty: 'OKP', hash: null, signatureBytes: 64 }],
    ['HS512', { kty: 'oct', hash: 'sha512', signatureBytes: 64 }],
  ] as const)('holds the key type, hash and sizes of %s', (algorithm, parameters) => {
    expect(algorithmParameters(algorithm)).toMatchObject(parameters);
  });
});
