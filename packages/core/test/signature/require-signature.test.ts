import { KeysUnavailableError } from '../../src/errors/keys-unavailable-error.js';
import type { KeyQuery, KeySource, LayeredKeySource } from '../../src/keys/key-source.js';
import { loadJwkSet } from '../../src/keys/jwk-set.js';
import type { VerificationKey } from '../../src/keys/verification-key.js';
import { requireSignature } from '../../src/signature/require-signature.js';
import { parseCompactJws } from '../../src/token/compact-jws.js';
import { base64url, publicJwk, signSegments, signToken, testKey, verificationKey } from '../support/keys.js';
import type { TestKey } from '../support/keys.js';
import { refusal } from '../support/refusal.js';

const key = testKey('ES256', 'ec');
const attacker = testKey('ES256', 'attacker');
const rsa = testKey('RS256', 'rsa');

/** Answers these keys to every query, and remembers the queries. */
function sourceOf(...keys: VerificationKey[]): KeySource & { readonly queries: KeyQuery[] } {
  const queries: KeyQuery[] = [];
  return {
    queries,
    find: (query) => {
      queries.push(query);
      return keys;
    },
  };
}

const setOf = (...keys: TestKey[]): KeySource =>
  loadJwkSet({ keys: keys.map((each) => publicJwk(each)) }, ['ES256', 'RS256'], 'https://issuer.example');

const requireOn = async (token: string, source: KeySource): Promise<VerificationKey> =>
  requireSignature(parseCompactJws(token, 16_384), source);

describe('requireSignature', () => {
  it('holds for a token by a key of the source', async () => {
    await expect(requireOn(signToken(key, {}), sourceOf(verificationKey(key)))).resolves.toMatchObject({
      kid: key.kid,
    });
  });

  it('J6 · asks for a key by alg and kid, and by nothing else of the header', async () => {
    const source = sourceOf(verificationKey(key));
    const header = { jku: 'https://attacker.example', jwk: publicJwk(attacker), x5u: 'https://a.example', x5t: 'x' };
    await requireOn(signToken(key, {}, header), source);
    await requireOn(signToken(key, {}, { kid: undefined }), source);
    expect(source.queries).toEqual([{ alg: 'ES256', kid: 'ec' }, { alg: 'ES256' }]);
  });

  it.each([
    ['K-01', 'jwk', { jwk: publicJwk(attacker) }],
    ['K-02', 'jwk of a secret', { jwk: { kty: 'oct', k: 'c2VjcmV0' } }],
    ['K-03', 'jku', { jku: 'http://127.0.0.1:1/jwks.json' }],
    ['K-05', 'x5u and x5c', { x5u: 'http://127.0.0.1:1/', x5c: ['MIIB'], x5t: 'x', 'x5t#S256': 'x' }],
  ])('J6 · %s · rejects a token by a key that its own header offers as %s', async (_id, _name, header) => {
    const token = signToken(attacker, {}, { kid: 'ec', ...header });
    await expect(requireOn(token, setOf(key))).rejects.toThrow(refusal('signature_mismatch'));
  });

  it.each(['__proto__', 'constructor', 'toString', '../../../../dev/null', '|sleep 10', 'EC', 'ec ', 'ec\0'])(
    'J10 · K-07 · K-09 · K-10 · K-13 · finds no key by the kid %j',
    async (kid) => {
      await expect(requireOn(signToken(key, {}, { kid }), setOf(key))).rejects.toThrow(refusal('key_not_found'));
    },
  );

  it('J9 · K-14 · accepts a token without a kid where exactly one key has its alg, and rejects it where two have', async () => {
    const token = signToken(key, {}, { kid: undefined });
    await expect(requireOn(token, setOf(key, rsa))).resolves.toHaveProperty('keyObject');
    await expect(requireOn(token, setOf(key, attacker))).rejects.toThrow(refusal('key_not_found', 'kid'));
  });

  it('J7 · K-15 · K-22 · rejects a token whose kid names a key of another algorithm', async () => {
    const token = signToken(key, {}, { kid: 'rsa' });
    await expect(requireOn(token, setOf(key, rsa))).rejects.toThrow(refusal('key_not_found'));
  });

  it('J7 · K-22 · never tries a key of another algorithm, even when the source hands it out', async () => {
    const token = signToken(key, {});
    const source = sourceOf({ ...verificationKey(key), algorithm: 'ES384' });
    await expect(requireOn(token, source)).rejects.toThrow(refusal('key_not_found'));
  });

  it('J7 · K-22 · never tries a key of another algorithm beside one that fits', async () => {
    const token = signSegments(rsa, base64url(JSON.stringify({ alg: 'ES256' })), base64url('{}'));
    const source = sourceOf(verificationKey(key), verificationKey(rsa));
    await expect(requireOn(token, source)).rejects.toThrow(refusal('signature_mismatch'));
  });

  it('tries each candidate, and rejects when none fits', async () => {
    const token = signToken(key, {});
    const both = sourceOf(verificationKey(attacker), verificationKey(key));
    await expect(requireOn(token, both)).resolves.toHaveProperty('keyObject');
    await expect(requireOn(token, sourceOf(verificationKey(attacker)))).rejects.toThrow(refusal('signature_mismatch'));
  });

  describe('with a source that does not ask everywhere at once', () => {
    /** Its first answer is a key of somebody else; the right one is found by whoever asks further. */
    const layered = (kid?: string): LayeredKeySource & { readonly tried: VerificationKey[] } => {
      const { algorithm, keyObject } = verificationKey(attacker);
      const unnamed = { algorithm, keyObject };
      const tried: VerificationKey[] = [];
      return {
        tried,
        find: () => [kid === undefined ? unnamed : { ...unnamed, kid }],
        findFurther: (_query, keys) => {
          tried.push(...keys);
          return Promise.resolve([verificationKey(key), { ...verificationKey(key), algorithm: 'ES384' }]);
        },
      };
    };

    it.each([
      ['no kid, and the token has one', undefined, { kid: 'ec' }],
      ['no kid, nor has the token', undefined, { kid: undefined }],
      ['another kid', 'other', { kid: 'ec' }],
    ])('J9 · asks further where the key that did not sign has %s', async (_name, kid, header) => {
      const source = layered(kid);
      await expect(requireOn(signToken(key, {}, header), source)).resolves.toMatchObject({
        algorithm: 'ES256',
        kid: 'ec',
      });
      expect(source.tried).toHaveLength(1);
    });

    it('J9 · asks no further where the key that did not sign bears the kid of the token', async () => {
      const source = layered('ec');
      await expect(requireOn(signToken(key, {}), source)).rejects.toThrow(refusal('signature_mismatch'));
      expect(source.tried).toEqual([]);
      const { algorithm, keyObject } = verificationKey(attacker);
      const named = { algorithm, keyObject, kid: 'ec' };
      const both = { ...source, find: () => [{ algorithm, keyObject }, named] };
      await expect(requireOn(signToken(key, {}), both)).rejects.toThrow(refusal('signature_mismatch'));
      expect(source.tried).toEqual([]);
    });

    it('J7 · rejects when those that were found further have not signed either', async () => {
      const source = { ...layered(), findFurther: () => Promise.resolve([verificationKey(attacker)]) };
      await expect(requireOn(signToken(key, {}), source)).rejects.toThrow(refusal('signature_mismatch'));
    });
  });

  it('A-36 · takes a crypto library that throws or rejects for a signature that does not hold', async () => {
    const throwing = sourceOf({ algorithm: 'HS256', keyObject: rsa.keyObject });
    const hmac = signToken(testKey('HS256'), {});
    await expect(requireOn(hmac, throwing)).rejects.toThrow(refusal('signature_mismatch'));
    const rejecting = sourceOf({ algorithm: 'ES256', keyObject: testKey('EdDSA').keyObject });
    const token = signToken(key, {});
    const [inLine, onPool] = [requireOn(token, rejecting), requireOn(token, rejecting)];
    await expect(inLine).rejects.toThrow(refusal('signature_mismatch'));
    await expect(onPool).rejects.toThrow(refusal('signature_mismatch'));
  });

  it('K8 · passes on that the keys are not available', async () => {
    const error = new KeysUnavailableError();
    const source: KeySource = { find: () => Promise.reject(error) };
    await expect(requireOn(signToken(key, {}), source)).rejects.toBe(error);
  });
});
