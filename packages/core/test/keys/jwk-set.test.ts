import { loadJwkSet } from '../../src/keys/jwk-set.js';
import { asymmetricAlgorithms } from '../../src/signature/algorithms.js';
import { publicJwk, testKey } from '../support/keys.js';

const a = testKey('ES256', 'a');
const b = testKey('ES256', 'b');
const rsa = testKey('RS256', 'rsa');
const issuer = 'https://issuer.example/t1';
const load = (...keys: unknown[]): ReturnType<typeof loadJwkSet> => loadJwkSet({ keys }, asymmetricAlgorithms, issuer);
const kids = (found: readonly { readonly kid?: string }[]): unknown[] => found.map(({ kid }) => kid);

describe('loadJwkSet', () => {
  it('finds a key by kid and alg', () => {
    const set = load(publicJwk(a), publicJwk(b), publicJwk(rsa));
    expect(kids(set.find({ alg: 'ES256', kid: 'b' }))).toEqual(['b']);
    expect(kids(set.find({ alg: 'RS256', kid: 'rsa' }))).toEqual(['rsa']);
    expect(set.unusable).toEqual([]);
  });

  it('J7 · K-15 · K-22 · finds no key of another algorithm by its kid', () => {
    const set = load(publicJwk(a), publicJwk(rsa));
    expect(set.find({ alg: 'ES256', kid: 'rsa' })).toEqual([]);
    expect(set.find({ alg: 'PS256', kid: 'rsa' })).toEqual([]);
  });

  it('J9 · K-14 · finds a key without kid only where exactly one fits the alg', () => {
    const set = load(publicJwk(a), publicJwk(b), publicJwk(rsa));
    expect(kids(set.find({ alg: 'RS256' }))).toEqual(['rsa']);
    expect(set.find({ alg: 'ES256' })).toEqual([]);
    expect(set.find({ alg: 'EdDSA' })).toEqual([]);
  });

  it('J9 · finds a key that has no kid only for a token that has none', () => {
    const set = load(publicJwk(a, { kid: undefined }));
    expect(set.find({ alg: 'ES256' })).toHaveLength(1);
    expect(set.find({ alg: 'ES256', kid: 'a' })).toEqual([]);
  });

  it('J9 · keeps several keys that have no kid: they do not stand twice', () => {
    const set = load(publicJwk(a, { kid: undefined }), publicJwk(rsa, { kid: undefined }));
    expect(set.keys).toHaveLength(2);
    expect(set.find({ alg: 'ES256' })).toHaveLength(1);
    expect(set.find({ alg: 'RS256' })).toHaveLength(1);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'A', 'a ', 'a\0'])(
    'J10 · K-10 · K-13 · finds nothing by the kid %j',
    (kid) => {
      expect(load(publicJwk(a)).find({ alg: 'ES256', kid })).toEqual([]);
    },
  );

  it('J10 · K-10 · a key may be named __proto__ and changes nothing else', () => {
    const set = load(publicJwk(a, { kid: '__proto__' }), publicJwk(b));
    expect(kids(set.find({ alg: 'ES256', kid: '__proto__' }))).toEqual(['__proto__']);
    expect(set.find({ alg: 'ES256', kid: 'toString' })).toEqual([]);
  });

  it.each([
    ['K-18', 'of one type', publicJwk(a), publicJwk(b, { kid: 'a' })],
    ['K-19', 'of two types', publicJwk(a), publicJwk(rsa, { kid: 'a' })],
    ['K-18', 'that are the same', publicJwk(a), publicJwk(a)],
  ])('J9 · %s · refuses two keys with one kid %s, and keeps the rest', (_id, _name, first, second) => {
    const set = load(first, publicJwk(testKey('ES384', 'c')), second);
    expect(kids(set.keys)).toEqual(['c']);
    expect(set.unusable).toEqual([
      { index: 0, complaint: 'its kid stands twice in the set' },
      { index: 2, complaint: 'its kid stands twice in the set' },
    ]);
  });

  it('J9 · does not count an unusable key as the twin of a good one', () => {
    const set = load(publicJwk(a), publicJwk(b, { kid: 'a', use: 'enc' }));
    expect(kids(set.find({ alg: 'ES256', kid: 'a' }))).toEqual(['a']);
  });

  it('J8 · J9 · K-33 · K-34 · leaves bad keys out, says which and why, and keeps the rest', () => {
    const set = load(
      { kty: 'oct', k: 'c2VjcmV0', kid: 'secret' },
      publicJwk(b, { d: 'AQAB' }),
      publicJwk(b, { use: 'enc' }),
      publicJwk(b, { key_ops: ['sign'] }),
      { kty: 'AKP', alg: 'ML-DSA-44', pub: 'x' },
      null,
      publicJwk(a),
    );
    expect(kids(set.keys)).toEqual(['a']);
    expect(set.unusable.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(set.unusable.every(({ complaint }) => complaint !== '')).toBe(true);
  });

  it.each([undefined, null, [], 'x', {}, { keys: null }, { keys: {} }, { keys: 'x' }])(
    'K-41 · refuses %j, no key set',
    (jwks) => {
      expect(() => loadJwkSet(jwks, ['ES256'], issuer)).toThrow('not a JSON Web Key Set');
    },
  );

  it('K2 · K-41 · refuses an empty set, and one without a usable key', () => {
    expect(() => load()).toThrow('no key of the set can be used');
    expect(() => load(null, publicJwk(a, { use: 'enc' }))).toThrow('no key of the set can be used');
  });

  it('K2 · A2 · D-14 · D-25 · accepts 100 keys and refuses 101', () => {
    const keys = Array.from({ length: 101 }, (_, index) => publicJwk(a, { kid: `k${index}` }));
    expect(load(...keys.slice(1)).keys).toHaveLength(100);
    expect(() => load(...keys)).toThrow('over 100 keys');
  });

  it('answers a frozen set', () => {
    const set = load(publicJwk(a));
    for (const part of [set, set.keys, set.unusable, set.keys[0]]) expect(Object.isFrozen(part)).toBe(true);
  });

  it('P8 · leaves out a key of another issuer, which spoils no other', () => {
    const set = load(publicJwk(a, { issuer: 'https://issuer.example/t2' }), publicJwk(b, { issuer }));
    expect(kids(set.keys)).toEqual(['b']);
    expect(set.unusable).toEqual([{ index: 0, complaint: 'it is a key of another issuer' }]);
  });
});
