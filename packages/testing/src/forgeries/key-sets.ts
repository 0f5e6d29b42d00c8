import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import type { Jwk, Jwks } from '@jwt-guard/core';

import { cachedTestKey } from '../keys/test-key.js';
import type { SigningMaterial } from '../keys/sign-bytes.js';
import type { TestAlgorithm } from '../keys/test-algorithm.js';
import { encodeSegment, signCompact } from '../tokens/sign-compact.js';
import type { ForgeryTarget } from './forgery.js';
import { pkcs1Block } from './rsa-encodings.js';

/** A published key set with something wrong in it, and a token that only the wrong part would verify. */
export interface ForgedKeySet {
  readonly variant: string;
  readonly jwks: Jwks;
  readonly token: string;
}

/**
 * Key sets whose tokens must be refused as `invalid_token`, by attack case. Each set also holds a good key, which must stay
 * usable: one bad key never spoils the rest.
 */
export interface KeySetForgery {
  readonly id: string;
  readonly title: string;
  readonly forge: (target: ForgeryTarget) => readonly ForgedKeySet[];
}

/** Every key set of this package that must not be trusted. */
export const keySetForgeries: readonly KeySetForgery[] = Object.freeze([
  { id: 'A-27', title: 'an Ed25519 key of small order, under which anyone can sign', forge: smallOrderKeys },
  {
    id: 'K-14',
    title: 'a token without kid, where several keys fit',
    forge: (target: ForgeryTarget) => {
      const [first, second] = [cachedTestKey('ES256'), cachedTestKey('ES256', 'second')];
      return [withKeys(target, 'two keys', { keys: [first.jwk, second.jwk], key: first.privateKey, kid: undefined })];
    },
  },
  {
    id: 'K-18',
    title: 'two keys with one kid',
    forge: (target: ForgeryTarget) => duplicates(target, cachedTestKey('ES256', 'second').jwk),
  },
  {
    id: 'K-19',
    title: 'two keys of different types with one kid',
    forge: (target: ForgeryTarget) => duplicates(target, cachedTestKey('RS256', 'second').jwk),
  },
  {
    id: 'K-21',
    title: 'a key that is not for verifying',
    forge: (target: ForgeryTarget) =>
      changed(target, [
        { use: 'enc' },
        { key_ops: ['sign'] },
        { key_ops: [] },
        { key_ops: 'verify' },
        { key_ops: ['verify', 'verify'] },
        { use: 'SIG' },
        { use: 1 },
      ]),
  },
  {
    id: 'K-22',
    title: 'a key that names another algorithm',
    forge: (target: ForgeryTarget) =>
      changed(
        target,
        ['ES384', 'RS256', 'HS256', 'none', 'es256', 1, null, ''].map((alg) => ({ alg })),
      ),
  },
  { id: 'K-25', title: 'an RSA key with the exponent 1, under which anyone can sign', forge: exponentOne },
  {
    id: 'K-26',
    title: 'an RSA key with a small exponent',
    forge: (target: ForgeryTarget) => [rsaKey(target, 'exponent 3', { modulusLength: 2048, publicExponent: 3 })],
  },
  {
    id: 'K-27',
    title: 'an RSA key that is too short',
    forge: (target: ForgeryTarget) =>
      [1024, 2040].map((bits) => rsaKey(target, `${bits} bits`, { modulusLength: bits })),
  },
  { id: 'K-29', title: 'an EC point that is not on the curve, or not written as it must be', forge: wrongPoints },
  {
    id: 'K-30',
    title: 'a curve that disagrees with the rest of the key',
    forge: (target: ForgeryTarget) =>
      changed(
        target,
        ['P-384', 'P-521', 'secp256k1', 'Ed25519', '', 1, 'p-256'].map((crv) => ({ crv })),
      ),
  },
  {
    id: 'K-31',
    title: 'an X25519 key for signatures',
    forge: (target: ForgeryTarget) => {
      const jwk = {
        ...generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }),
        kid: 'k',
        use: 'sig',
        alg: 'EdDSA',
      } as Jwk;
      return [
        withKeys(target, 'X25519', {
          keys: [jwk],
          key: cachedTestKey('EdDSA', 'attacker').privateKey,
          kid: 'k',
          algorithm: 'EdDSA',
        }),
      ];
    },
  },
  {
    id: 'K-33',
    title: 'a secret among public keys',
    forge: (target: ForgeryTarget) => {
      const secret = createHash('sha256').update('published').digest();
      const jwk: Jwk = { kty: 'oct', k: secret.toString('base64url'), kid: 'k', use: 'sig', alg: 'HS256' };
      return ['k', undefined].map((kid) =>
        withKeys(target, `kid ${String(kid)}`, { keys: [jwk], key: secret, kid, algorithm: 'HS256' }),
      );
    },
  },
  {
    id: 'K-34',
    title: 'a private key among public keys',
    forge: (target: ForgeryTarget) =>
      (['ES256', 'RS256', 'EdDSA'] as const).map((algorithm) => {
        const { privateKey: key, jwk, kid } = cachedTestKey(algorithm, 'leaked');
        return withKeys(target, algorithm, { keys: [{ ...jwk, ...privateKeyMembers(key) }], key, kid, algorithm });
      }),
  },
]);

interface SetContent {
  readonly keys: readonly unknown[];
  readonly key: SigningMaterial;
  readonly kid: string | undefined;
  readonly algorithm?: TestAlgorithm;
}

/** A set of these keys and the target's good one, and a token signed by `key`. */
function withKeys(
  target: ForgeryTarget,
  variant: string,
  { keys, key, kid, algorithm = 'ES256' }: SetContent,
): ForgedKeySet {
  const header = { alg: algorithm, typ: 'at+jwt', kid };
  return {
    variant,
    jwks: setOf(target, keys),
    token: signCompact({ header, claims: target.contentFor().claims, key, algorithm }),
  };
}

function setOf(target: ForgeryTarget, keys: readonly unknown[]): Jwks {
  return { keys: [...keys, target.keyFor('PS256').jwk] as Jwk[] };
}

/** An ES256 key with members changed; what it signed would verify, if the members were not looked at. */
function changed(target: ForgeryTarget, changes: readonly object[]): readonly ForgedKeySet[] {
  const { jwk, kid, privateKey } = cachedTestKey('ES256', 'second');
  return changes.map((change) =>
    withKeys(target, JSON.stringify(change), { keys: [{ ...jwk, ...change }], key: privateKey, kid }),
  );
}

function duplicates(target: ForgeryTarget, other: Jwk): readonly ForgedKeySet[] {
  const { jwk, kid, privateKey: key } = cachedTestKey('ES256');
  const twin = { ...other, kid };
  // With a twin of another type, the pair is only ambiguous by its kid; neither may be used.
  return [
    withKeys(target, 'first of two', { keys: [jwk, twin], key, kid }),
    withKeys(target, 'second of two', { keys: [twin, jwk], key, kid }),
  ];
}

/** Points of order 1, 2, 4 and 8 (RFC 8032 §5.1): with R the identity and S = 0, the equation holds for many messages. */
function smallOrderKeys(target: ForgeryTarget): readonly ForgedKeySet[] {
  const points = {
    'order 1': `01${'00'.repeat(31)}`,
    'order 2': `ec${'ff'.repeat(30)}7f`,
    'order 4': '00'.repeat(32),
    'order 8': '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'order 1, not canonical': `ee${'ff'.repeat(30)}7f`,
  };
  return Object.entries(points).map(([variant, point]) => {
    const jwk: Jwk = {
      kty: 'OKP',
      crv: 'Ed25519',
      x: Buffer.from(point, 'hex').toString('base64url'),
      kid: 'k',
      use: 'sig',
      alg: 'EdDSA',
    };
    const signature = Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]).toString('base64url');
    return { variant, jwks: setOf(target, [jwk]), token: `${signingInput(target, 'EdDSA')}.${signature}` };
  });
}

/** To the power of one: the padded hash is its own signature. */
function exponentOne(target: ForgeryTarget): readonly ForgedKeySet[] {
  const jwk = { ...cachedTestKey('RS256', 'second').jwk, e: 'AQ', kid: 'k' };
  const input = signingInput(target, 'RS256');
  return [
    {
      variant: 'exponent 1',
      jwks: setOf(target, [jwk]),
      token: `${input}.${pkcs1Block(Buffer.from(input)).toString('base64url')}`,
    },
  ];
}

function signingInput(target: ForgeryTarget, alg: string): string {
  return `${encodeSegment({ alg, typ: 'at+jwt', kid: 'k' })}.${encodeSegment(target.contentFor({ subject: 'admin' }).claims)}`;
}

function rsaKey(
  target: ForgeryTarget,
  variant: string,
  options: { readonly modulusLength: number; readonly publicExponent?: number },
): ForgedKeySet {
  const { publicKey, privateKey: key } = generateKeyPairSync('rsa', options);
  return withKeys(target, variant, {
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }],
    key,
    kid: 'k',
    algorithm: 'RS256',
  });
}

function wrongPoints(target: ForgeryTarget): readonly ForgedKeySet[] {
  const { jwk } = cachedTestKey('ES256', 'second');
  const { x, y } = jwk as { readonly x: string; readonly y: string };
  const zero = Buffer.alloc(32).toString('base64url');
  const bytes = Buffer.from(y, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(31) ^ 1, 31);
  return changed(target, [
    { y: bytes.toString('base64url') },
    { x: y, y: x },
    { x: zero, y: zero },
    { y: Buffer.concat([Buffer.alloc(1), Buffer.from(y, 'base64url')]).toString('base64url') },
    { y: Buffer.from(y, 'base64url').subarray(0, 31).toString('base64url') },
    { y: `${y}=` },
    { y: undefined },
    { x: 1 },
    { kty: 'OKP' },
    { kty: 'ec' },
  ]);
}

function privateKeyMembers(key: KeyObject): object {
  const all = key.export({ format: 'jwk' });
  const open = createPublicKey(key).export({ format: 'jwk' });
  return Object.fromEntries(Object.entries(all).filter(([name]) => !(name in open)));
}
