import type { KeyObject } from 'node:crypto';

import { CompactEncrypt } from 'jose';
import type { SigningAlgorithm } from '@jwt-guard/issuer';

import { cachedTestKey } from '../keys/test-key.js';
import { signCompact } from '../tokens/sign-compact.js';
import { ecdsaDer, ed25519Twin } from './curve-signatures.js';
import { forge, segmentsOf, variants, variantsOf } from './forge.js';
import { defineForgery } from './forgery.js';
import type { ForgedToken, Forgery, ForgeryTarget } from './forgery.js';
import { keyConfusion } from './key-confusion.js';
import { wrongEcdsa } from './wrong-ecdsa.js';
import { pssBlock, signRsaBlock, wrongPkcs1Blocks } from './rsa-encodings.js';

/** Algorithms and signatures: what does not prove that the issuer signed. */
export const algorithmForgeries: readonly Forgery[] = Object.freeze(
  [
    {
      id: 'A-02',
      title: 'alg none, in any spelling and unsigned',
      forge: (target: ForgeryTarget) => {
        const names = ['none', 'None', 'NONE', 'nOnE', ' none', 'none ', 'none\0'];
        return [
          ...variantsOf(names, (alg) => unsigned(target, { alg })),
          { variant: 'escaped', token: unsigned(target, '{"alg":"no\\u006ee"}') },
        ];
      },
    },
    {
      id: 'A-03',
      title: 'alg none with a signature',
      forge: (target: ForgeryTarget) => variantsOf(['none', 'None', 'NONE'], (alg) => withHeader(target, { alg })),
    },
    {
      id: 'A-04',
      title: 'alg missing, or no string',
      forge: (target: ForgeryTarget) =>
        variantsOf([undefined, '', null, 0, false, [], ['ES256'], {}], (alg) => withHeader(target, { alg })),
    },
    {
      id: 'A-06',
      title: 'alg by a name that objects inherit',
      forge: (target: ForgeryTarget) =>
        variantsOf(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'], (alg) =>
          withHeader(target, { alg }),
        ),
    },
    {
      id: 'A-07',
      title: 'alg that is almost right',
      forge: (target: ForgeryTarget) =>
        variantsOf(['es256', 'ES256 ', ' ES256', 'ES256\0', 'ES256\u200b', 'ES-256', 'ES256K', 'ES2560'], (alg) =>
          withHeader(target, { alg }),
        ),
    },
    {
      id: 'A-08',
      title: 'an allowed alg without a signature',
      forge: (target: ForgeryTarget) =>
        variantsOf(['ES256', 'RS256', 'PS256', 'EdDSA'] as const, (algorithm) => {
          const [header, claims] = segmentsOf(target.tokenFor({ algorithm }));
          return `${header}.${claims}.`;
        }),
    },
    { id: 'A-10', title: 'one flipped bit', forge: flippedBits },
    { id: 'A-11', title: 'parts of two good tokens', forge: spliced },
    {
      id: 'A-12',
      title: 'HS256 keyed with a public key',
      forge: (target: ForgeryTarget) => keyConfusion(target, ['HS256']),
    },
    {
      id: 'A-14',
      title: 'HS384 and HS512 keyed with a public key',
      forge: (target: ForgeryTarget) => keyConfusion(target, ['HS384', 'HS512']),
    },
    {
      id: 'A-15',
      title: 'HMAC with a key that everyone knows',
      forge: weakSecrets,
    },
    {
      id: 'A-15',
      title: 'HMAC with a key that everyone knows, where HMAC is expected',
      verifier: 'secret' as const,
      forge: weakSecrets,
    },
    {
      id: 'A-16',
      title: 'a public-key signature where HMAC is expected',
      verifier: 'secret' as const,
      forge: (target: ForgeryTarget) =>
        (['ES256', 'RS256'] as const).flatMap((algorithm) => [
          { variant: `${algorithm} of the issuer`, token: target.tokenFor({ algorithm }) },
          {
            variant: `${algorithm} of an attacker`,
            token: target.tokenFor({ key: cachedTestKey(algorithm, 'attacker') }),
          },
        ]),
    },
    { id: 'A-18', title: 'an allowed alg that the key is not bound to', forge: otherAlgorithmsOfTheKey },
    {
      id: 'A-19',
      title: 'PSS with another salt length or mask hash',
      forge: (target: ForgeryTarget) =>
        [
          { hash: 'sha256', mgfHash: 'sha256', saltLength: 0 },
          { hash: 'sha256', mgfHash: 'sha256', saltLength: 20 },
          { hash: 'sha256', mgfHash: 'sha256', saltLength: 31 },
          { hash: 'sha256', mgfHash: 'sha256', saltLength: 33 },
          { hash: 'sha256', mgfHash: 'sha256', saltLength: 222 },
          { hash: 'sha256', mgfHash: 'sha1', saltLength: 32 },
          { hash: 'sha256', mgfHash: 'sha512', saltLength: 32 },
          { hash: 'sha1', mgfHash: 'sha1', saltLength: 20 },
        ].map((shape) => ({
          variant: `${shape.hash}, mask ${shape.mgfHash}, salt of ${shape.saltLength} bytes`,
          token: resigned(target, 'PS256', (data, key) => signRsaBlock(key, pssBlock(data, shape))),
        })),
    },
    {
      id: 'A-20',
      title: 'PKCS#1 v1.5 with wrong padding',
      forge: (target: ForgeryTarget) => {
        const [header, claims] = segmentsOf(target.tokenFor({ algorithm: 'RS256' }));
        const sign = (block: Buffer): string =>
          signRsaBlock(target.keyFor('RS256').privateKey, block).toString('base64url');
        return Object.entries(wrongPkcs1Blocks(Buffer.from(`${header}.${claims}`))).map(([variant, block]) => ({
          variant,
          token: `${header}.${claims}.${sign(block)}`,
        }));
      },
    },
    {
      id: 'A-22',
      title: 'an ECDSA signature in DER',
      forge: (target: ForgeryTarget) => [{ variant: 'DER', token: withSignature(target, 'ES256', ecdsaDer) }],
    },
    { id: 'A-23', title: 'an ECDSA signature of another length, or out of range', forge: wrongEcdsa },
    {
      id: 'A-26',
      title: 'Ed25519 with S + L',
      forge: (target: ForgeryTarget) => [{ variant: 'S + L', token: withSignature(target, 'EdDSA', ed25519Twin) }],
    },
    {
      id: 'A-28',
      title: 'another name of the Edwards algorithms than the key is bound to',
      forge: (target: ForgeryTarget) =>
        variantsOf(['Ed25519', 'Ed448', 'eddsa'], (alg) =>
          forge(target, { header: { ...target.contentFor({ algorithm: 'EdDSA' }).header, alg }, algorithm: 'EdDSA' }),
        ),
    },
    {
      id: 'A-30',
      title: 'a crit header',
      forge: (target: ForgeryTarget) =>
        variantsOf(
          [[], 'exp', null, false, {}, [1], [''], ['alg'], ['exp'], ['cnf'], ['__proto__'], ['toString']],
          (crit) => withHeader(target, { crit, exp: 1 }),
        ),
    },
    {
      id: 'A-31',
      title: 'crit b64 with b64 true',
      forge: (target: ForgeryTarget) =>
        variantsOf([['b64'], ['b64', 'b64']], (crit) => withHeader(target, { crit, b64: true })),
    },
    { id: 'A-34', title: 'an encrypted token around an unsigned one', forge: encryptedUnsigned },
    {
      id: 'A-35',
      title: 'an encrypted token that asks for much work',
      forge: (target: ForgeryTarget) =>
        variantsOf(
          [
            { alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 2 ** 31, p2s: 'AAAA' },
            { alg: 'dir', enc: 'A128GCM', zip: 'DEF' },
          ],
          (header) => `${segmentsOf(withHeader(target, header))[0]}.AAAA.AAAA.AAAA.AAAA`,
        ),
    },
  ].map(defineForgery),
);

/** A good ES256 token whose header says something else; the signature covers it. */
function withHeader(target: ForgeryTarget, header: Readonly<Record<string, unknown>>): string {
  return forge(target, { header: { ...target.contentFor({ algorithm: 'ES256' }).header, ...header } });
}

function unsigned(target: ForgeryTarget, header: object | string): string {
  const signed = forge(target, { header: header as Record<string, unknown> });
  return signed.slice(0, signed.lastIndexOf('.') + 1);
}

/** A good token with its signature made anew. */
function resigned(
  target: ForgeryTarget,
  algorithm: SigningAlgorithm,
  sign: (data: Buffer, key: KeyObject) => Buffer,
): string {
  const [header, claims] = segmentsOf(target.tokenFor({ algorithm }));
  const signature = sign(Buffer.from(`${header}.${claims}`), target.keyFor(algorithm).privateKey);
  return `${header}.${claims}.${signature.toString('base64url')}`;
}

/** A good token with its signature changed. */
function withSignature(
  target: ForgeryTarget,
  algorithm: SigningAlgorithm,
  change: (signature: Buffer) => Buffer,
): string {
  const [header, claims, signature] = segmentsOf(target.tokenFor({ algorithm }));
  return `${header}.${claims}.${change(Buffer.from(signature, 'base64url')).toString('base64url')}`;
}

function flippedBits(target: ForgeryTarget): readonly ForgedToken[] {
  const flip = (segment: string): string => {
    const bytes = Buffer.from(segment, 'base64url');
    const middle = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    return bytes.toString('base64url');
  };
  return (['ES256', 'RS256', 'PS256', 'EdDSA'] as const).flatMap((algorithm) => {
    const [header, claims, signature] = segmentsOf(target.tokenFor({ algorithm }));
    return variants({
      [`${algorithm} header`]: `${flip(header)}.${claims}.${signature}`,
      [`${algorithm} claims`]: `${header}.${flip(claims)}.${signature}`,
      [`${algorithm} signature`]: `${header}.${claims}.${flip(signature)}`,
    });
  });
}

function spliced(target: ForgeryTarget): readonly ForgedToken[] {
  const [aHeader, aClaims, aSignature] = segmentsOf(target.tokenFor({ algorithm: 'ES256', subject: 'alice' }));
  const [, bClaims, bSignature] = segmentsOf(target.tokenFor({ algorithm: 'ES256', subject: 'bob' }));
  const [rsHeader, , rsSignature] = segmentsOf(target.tokenFor({ algorithm: 'RS256', subject: 'alice' }));
  return variants({
    'claims of one, signature of the other': `${aHeader}.${aClaims}.${bSignature}`,
    'the other way round': `${aHeader}.${bClaims}.${aSignature}`,
    'header of another algorithm': `${rsHeader}.${aClaims}.${aSignature}`,
    'header and signature of another algorithm': `${rsHeader}.${aClaims}.${rsSignature}`,
  });
}

function weakSecrets(target: ForgeryTarget): readonly ForgedToken[] {
  const secrets = {
    empty: '',
    'a NUL byte': '\0',
    '"1"': '1',
    '"secret"': 'secret',
    '32 zero bytes': Buffer.alloc(32),
    '"undefined"': 'undefined',
    '"null"': 'null',
  };
  return Object.entries(secrets).map(([variant, key]) => ({
    variant,
    token: signCompact({ ...target.contentFor({ algorithm: 'HS256', subject: 'admin' }), key, algorithm: 'HS256' }),
  }));
}

/** One RSA key can make six kinds of signature; the published key stands for one. */
function otherAlgorithmsOfTheKey(target: ForgeryTarget): readonly ForgedToken[] {
  const claims = target.contentFor().claims;
  const signed = (published: SigningAlgorithm, alg: SigningAlgorithm, algorithm: SigningAlgorithm): ForgedToken => {
    const { privateKey: key, kid } = target.keyFor(published);
    return {
      variant: `${published} key, alg ${alg}, signed ${algorithm}`,
      token: signCompact({ header: { alg, typ: 'at+jwt', kid }, claims, key, algorithm }),
    };
  };
  return [
    signed('RS256', 'RS256', 'PS256'),
    signed('RS256', 'RS256', 'RS512'),
    signed('RS256', 'PS256', 'PS256'),
    signed('RS256', 'RS512', 'RS512'),
    signed('RS256', 'PS256', 'RS256'),
    signed('PS256', 'PS256', 'RS256'),
    signed('PS256', 'RS256', 'RS256'),
    signed('PS256', 'PS512', 'PS512'),
    signed('ES256', 'ES384', 'ES384'),
    signed('ES256', 'ES256', 'ES512'),
  ];
}

async function encryptedUnsigned(target: ForgeryTarget): Promise<readonly ForgedToken[]> {
  const inner = unsigned(target, { alg: 'none' });
  const { publicKey, kid } = target.keyFor('RS256');
  const token = await new CompactEncrypt(Buffer.from(inner))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT', kid })
    .encrypt(publicKey);
  return [{ variant: 'RSA-OAEP-256', token }];
}
