import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';

import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import type { JWK } from 'jose';

import { createKeyRing, createTokenIssuer } from '@jwt-guard/issuer';
import type { KeyRingOptions, PrivateJwk, PublicKeyAlgorithm } from '@jwt-guard/issuer';

const algorithms: readonly PublicKeyAlgorithm[] = [
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
const ecPair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ecPem = ecPair.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
const ecJwk = ecPair.privateKey.export({ format: 'jwk' }) as unknown as PrivateJwk;
const rsaPem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  format: 'pem',
  type: 'pkcs1',
}) as string;

const issuerFor = async (options: KeyRingOptions) => {
  const keys = await createKeyRing(options);
  return {
    keys,
    issuer: createTokenIssuer({ issuer: 'https://auth.example.com', audience: 'api', clientId: 'app', keys }),
  };
};

describe('createKeyRing', () => {
  it('T1 · signs ES256 unless told otherwise', async () => {
    const keys = await createKeyRing();
    expect((await keys.signingKey()).algorithm).toBe('ES256');
    expect((await keys.jwks()).keys).toHaveLength(1);
  });

  it.each(algorithms)('T1 · signs %s so that jose verifies it with the published key alone', async (algorithm) => {
    const { keys, issuer } = await issuerFor({ algorithm });
    const { token } = await issuer.issueAccessToken({ subject: 'alice' });
    const [jwk] = (await keys.jwks()).keys;
    const { protectedHeader } = await compactVerify(token, await importJWK(jwk as JWK, algorithm), {
      algorithms: [algorithm],
    });
    expect(protectedHeader).toEqual({ alg: algorithm, typ: 'at+jwt', kid: jwk?.kid });
  });

  it('I-05 · names a key by its RFC 7638 thumbprint, the same at each start', async () => {
    const first = await createKeyRing({ privateKey: ecPem });
    const second = await createKeyRing({ privateKey: ecJwk });
    const [jwk] = (await first.jwks()).keys;
    const { kty = '', crv = '', x = '', y = '' } = jwk ?? {};
    expect(jwk?.kid).toBe(await calculateJwkThumbprint({ kty, crv, x, y }));
    expect((await first.signingKey()).kid).toBe(jwk?.kid);
    expect(await second.jwks()).toEqual(await first.jwks());
  });

  it('I-05 · gives two generated keys two kids', async () => {
    const kids = await Promise.all(
      [createKeyRing(), createKeyRing()].map(async (ring) => (await (await ring).signingKey()).kid),
    );
    expect(new Set(kids).size).toBe(2);
  });

  it.each([
    ['ES256', ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']],
    ['RS256', ['alg', 'e', 'kid', 'kty', 'n', 'use']],
    ['EdDSA', ['alg', 'crv', 'kid', 'kty', 'use', 'x']],
  ] as const)(
    'I-04 · publishes of an %s key the public members, kid, use and alg, and nothing else',
    async (algorithm, members) => {
      const [jwk] = (await (await createKeyRing({ algorithm })).jwks()).keys;
      expect(Object.keys(jwk ?? {}).sort()).toEqual(members);
      expect(jwk).toMatchObject({ use: 'sig', alg: algorithm });
    },
  );

  it('I-10 · shows no private key to JSON.stringify, util.inspect, or an error', async () => {
    const { keys, issuer } = await issuerFor({ privateKey: ecJwk });
    const signer = await keys.signingKey();
    const shown = [keys, issuer, signer].flatMap((value) => [
      JSON.stringify(value),
      inspect(value, { depth: Infinity, showHidden: true }),
    ]);
    expect(shown.join()).not.toContain(ecJwk.d);
    expect(shown.join()).not.toContain('KeyObject');
  });

  it('I-10 · names the option and quotes nothing of a private key that it can not read', async () => {
    const broken = { ...ecJwk, x: 7 } as unknown as PrivateJwk;
    const error = await createKeyRing({ privateKey: broken }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid_option', option: 'privateKey' });
    expect(error).not.toHaveProperty('cause');
    expect(inspect(error)).not.toContain(ecJwk.d);
  });

  it.each([
    ['a P-256 PEM', ecPem, 'ES256'],
    ['an RSA PEM', rsaPem, 'RS256'],
    [
      'a JWK with alg',
      {
        ...(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }) as object),
        alg: 'PS384',
      },
      'PS384',
    ],
    ['an Ed25519 JWK', generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), 'EdDSA'],
  ])(
    'binds %s to the algorithm that it declares or that is usual for its type',
    async (_form, privateKey, algorithm) => {
      const keys = await createKeyRing({ privateKey: privateKey as PrivateJwk });
      expect((await keys.signingKey()).algorithm).toBe(algorithm);
    },
  );

  it('T6 · tells how long verifiers may keep the set', async () => {
    expect((await createKeyRing()).jwksMaxAgeSeconds).toBe(600);
    expect((await createKeyRing({ jwksMaxAge: 3600 })).jwksMaxAgeSeconds).toBe(3600);
  });

  it('signs on with a frozen ring', async () => {
    const keys = await createKeyRing({ privateKey: ecPem });
    const signature = await (await keys.signingKey()).sign(Buffer.from('data'));
    expect(Object.isFrozen(keys)).toBe(true);
    expect(
      verify('sha256', Buffer.from('data'), { key: createPublicKey(ecPem), dsaEncoding: 'ieee-p1363' }, signature),
    ).toBe(true);
  });

  const otherEc = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  it.each([
    ['an unknown algorithm', { algorithm: 'HS384' }, 'algorithm'],
    ['none', { algorithm: 'none' }, 'algorithm'],
    ['a name that objects inherit', { algorithm: 'constructor' }, 'algorithm'],
    ['a key that does not fit the algorithm', { algorithm: 'RS256', privateKey: ecPem }, 'privateKey'],
    ['an alg member that the key can not sign', { privateKey: { ...ecJwk, alg: 'ES384' } }, 'privateKey'],
    [
      'an algorithm and another alg member',
      {
        algorithm: 'RS256',
        privateKey: {
          ...(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }) as object),
          alg: 'PS256',
        },
      },
      'algorithm',
    ],
    ['a public key', { privateKey: ecPair.publicKey.export({ format: 'pem', type: 'spki' }) }, 'privateKey'],
    ['a public JWK', { privateKey: { ...ecJwk, d: undefined } }, 'privateKey'],
    ['an encryption key', { privateKey: { ...ecJwk, use: 'enc' } }, 'privateKey'],
    ['a key whose operations exclude signing', { privateKey: { ...ecJwk, key_ops: ['verify'] } }, 'privateKey'],
    ['the public half of another key', { privateKey: { ...ecJwk, x: otherEc.x, y: otherEc.y } }, 'privateKey'],
    [
      'RSA under 2048 bits',
      {
        privateKey: generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
          format: 'pem',
          type: 'pkcs8',
        }),
      },
      'privateKey',
    ],
    [
      'RSA with exponent 3',
      {
        privateKey: generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }).privateKey.export({
          format: 'pem',
          type: 'pkcs8',
        }),
      },
      'privateKey',
    ],
    [
      'a curve that is not served',
      {
        privateKey: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey.export({
          format: 'pem',
          type: 'pkcs8',
        }),
      },
      'privateKey',
    ],
    [
      'a DSA key',
      {
        privateKey: generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).privateKey.export({
          format: 'pem',
          type: 'pkcs8',
        }),
      },
      'privateKey',
    ],
    [
      'Ed448',
      { privateKey: generateKeyPairSync('ed448').privateKey.export({ format: 'pem', type: 'pkcs8' }) },
      'privateKey',
    ],
    ['text that is no key', { privateKey: 'secret' }, 'privateKey'],
    ['a JWKS max age of 0', { jwksMaxAge: 0 }, 'jwksMaxAge'],
    ['a misspelt option', { privatKey: ecPem }, 'privatKey'],
  ])('T1 · refuses %s at creation and names the option', async (_case, options, option) => {
    await expect(createKeyRing(options as KeyRingOptions)).rejects.toMatchObject({ code: 'invalid_option', option });
  });
});
