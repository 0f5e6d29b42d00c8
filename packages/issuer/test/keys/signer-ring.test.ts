import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

import { createJwtVerifier } from '@jwt-guard/core';
import type { Jwk } from '@jwt-guard/core';
import { createKeyRing, createTokenIssuer } from '@jwt-guard/issuer';
import type { KeyRingOptions, SignerWithKey } from '@jwt-guard/issuer';

import { publishedKids, recorded } from './fakes.js';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }) as Jwk;
const pem = pair.privateKey.export({ format: 'pem', type: 'pkcs8' });

/** Stands for a key management service: the ring sees what it signs, and no key. */
const remote = (more: object = {}): SignerWithKey => ({
  kid: 'kms-1',
  algorithm: 'ES256',
  publicJwk: pair.publicKey.export({ format: 'jwk' }) as Jwk,
  sign: (data) => Promise.resolve(sign('sha256', data, { key: createPrivateKey(pem), dsaEncoding: 'ieee-p1363' })),
  ...more,
});

describe('a ring around a signer', () => {
  it('T5 · signs by it, and publishes its public key', async () => {
    const keys = await createKeyRing({ signer: remote() });
    const issuer = 'https://auth.example.com';
    const tokens = createTokenIssuer({ issuer, audience: 'api', clientId: 'app', keys });
    const { token } = await tokens.issueAccessToken({ subject: 'alice' });
    for (const source of [{ jwks: await keys.jwks() }, { keys: keys.keySource }])
      await expect(createJwtVerifier({ issuer, audience: 'api', ...source }).verify(token)).resolves.toMatchObject({
        subject: 'alice',
      });
    const [jwk] = (await keys.jwks()).keys;
    expect(Object.keys(jwk ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('T5 · publishes what else verifiers must know', async () => {
    const keys = await createKeyRing({ signer: remote(), alsoPublished: [{ ...rsa, kid: 'kms-0', alg: 'RS256' }] });
    expect(await publishedKids(keys)).toEqual(['kms-1', 'kms-0']);
    expect(await keys.keySource.find({ kid: 'kms-0', alg: 'RS256' })).toHaveLength(1);
    expect(await keys.keySource.find({ kid: 'kms-0', alg: 'ES256' })).toEqual([]);
  });

  it('T5 · leaves rotation to the owner of the key', async () => {
    const keys = await createKeyRing({ signer: remote() });
    await expect(keys.rotateNow()).rejects.toMatchObject({ option: 'signer' });
    await expect(keys.revokeKey('kms-1')).rejects.toMatchObject({ option: 'signer' });
    expect(await keys.list()).toMatchObject([{ kid: 'kms-1', state: 'active' }]);
    expect(keys.health()).toMatchObject({ state: 'fresh', activeKid: 'kms-1' });
    await keys.refresh();
    expect(recorded(keys)).toEqual([]);
    keys.close();
  });

  const privateJwk = pair.privateKey.export({ format: 'jwk' });
  const otherJwk = createPublicKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey).export({
    format: 'jwk',
  });
  it.each<readonly [string, object, string]>([
    ['a signer of another key', { signer: remote({ publicJwk: otherJwk }) }, 'signer'],
    [
      'a signer that answers DER',
      { signer: remote({ sign: (data: Uint8Array) => Promise.resolve(sign('sha256', data, pem)) }) },
      'signer',
    ],
    ['a signer that fails', { signer: remote({ sign: () => Promise.reject(new Error('denied')) }) }, 'signer'],
    ['a signer without kid', { signer: remote({ kid: '' }) }, 'signer'],
    ['a signer of HS256', { signer: remote({ algorithm: 'HS256' }) }, 'signer'],
    ['no signer', { signer: null }, 'signer'],
    ['a private JWK', { signer: remote({ publicJwk: privateJwk }) }, 'signer.publicJwk'],
    ['another kid', { signer: remote({ publicJwk: { ...otherJwk, kid: 'x' } }) }, 'signer.publicJwk'],
    ['another alg', { signer: remote({ publicJwk: { ...otherJwk, alg: 'ES384' } }) }, 'signer.publicJwk'],
    ['a further key without kid', { signer: remote(), alsoPublished: [{ ...rsa, alg: 'RS256' }] }, 'alsoPublished[0]'],
    ['a further key without alg', { signer: remote(), alsoPublished: [{ ...rsa, kid: 'a' }] }, 'alsoPublished[0]'],
    ['a kid twice', { signer: remote(), alsoPublished: [{ ...rsa, kid: 'kms-1', alg: 'RS256' }] }, 'alsoPublished'],
    ['further keys without a signer', { alsoPublished: [] }, 'alsoPublished'],
    ['further keys that are no list', { signer: remote(), alsoPublished: {} }, 'alsoPublished'],
    ['an algorithm besides', { signer: remote(), algorithm: 'ES256' }, 'algorithm'],
    ['a private key besides', { signer: remote(), privateKey: pem }, 'privateKey'],
    ['rotation besides', { signer: remote(), rotationInterval: '30d' }, 'rotationInterval'],
    ['a store besides', { signer: remote(), store: {} }, 'store'],
  ])('T5 · is not made with %s', async (_case, options, option) => {
    await expect(createKeyRing(options as KeyRingOptions)).rejects.toMatchObject({ code: 'invalid_option', option });
  });
});
