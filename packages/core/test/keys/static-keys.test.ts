import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { publicKeys, secrets } from '../../src/keys/static-keys.js';
import type { PublicKeyInput, SecretInput } from '../../src/keys/static-keys.js';
import type { KeySource } from '../../src/keys/key-source.js';
import type { VerificationKey } from '../../src/keys/verification-key.js';
import { asymmetricAlgorithms } from '../../src/signature/algorithms.js';
import type { Algorithm } from '../../src/signature/algorithms.js';
import { certificatePem } from '../support/certificate.js';
import { publicJwk, testKey } from '../support/keys.js';

const ec = testKey('ES256', 'a');
const rsa = testKey('RS256', 'b');
const spki = (key: typeof ec): string => key.keyObject.export({ type: 'spki', format: 'pem' }).toString();
const secret = randomBytes(64);

const publicOf = (input: unknown, algorithms: readonly Algorithm[] = asymmetricAlgorithms): KeySource =>
  publicKeys(input as PublicKeyInput, { option: 'publicKey', algorithms });
const secretOf = (input: unknown, algorithms: readonly Algorithm[] = ['HS256']): KeySource =>
  secrets(input as SecretInput, { option: 'secret', algorithms });
const find = (source: KeySource, alg: string, kid?: string): readonly VerificationKey[] =>
  source.find({ alg, ...(kid !== undefined && { kid }) }) as readonly VerificationKey[];
const fault = (option: string, text: string): Error =>
  expect.objectContaining({
    name: 'InvalidOptionError',
    option,
    message: expect.stringContaining(text) as string,
  }) as Error;

describe('publicKeys', () => {
  it('has all its keys at hand', () => {
    expect(
      publicOf([ec.keyObject, rsa.keyObject])
        .atHand?.()
        .map(({ algorithm }) => algorithm),
    ).toEqual(['ES256', 'RS256']);
  });

  it('J7 · answers keys of the algorithm that is asked for, and no others', () => {
    const source = publicOf([ec.keyObject, rsa.keyObject]);
    expect(find(source, 'ES256').map(({ algorithm }) => algorithm)).toEqual(['ES256']);
    expect(find(source, 'RS256', 'b').map(({ algorithm }) => algorithm)).toEqual(['RS256']);
  });

  it.each([[''], [' \n'], [7], [null]])('G-05 · asks for a key where it is given %j', (input) => {
    expect(() => publicOf(input)).toThrow(fault('publicKey', 'pass a public key'));
  });

  it.each<[string, unknown, string]>([
    ['SPKI PEM', spki(ec), 'ES256'],
    ['PKCS#1 PEM', rsa.keyObject.export({ type: 'pkcs1', format: 'pem' }), 'RS256'],
    ['an X.509 certificate', certificatePem, 'ES256'],
    ['a JWK', publicJwk(ec), 'ES256'],
    ['a KeyObject', ec.keyObject, 'ES256'],
    ['an Ed25519 KeyObject', testKey('EdDSA').keyObject, 'EdDSA'],
  ])('takes %s', (_name, input, alg) => {
    expect(find(publicOf(input), alg)).toHaveLength(1);
    expect(find(publicOf([input]), alg)).toHaveLength(1);
  });

  it('J7 · binds an RSA key to one algorithm, and finds it under no other', () => {
    const source = publicOf(spki(rsa));
    expect(find(source, 'RS256')).toHaveLength(1);
    for (const alg of ['PS256', 'RS384', 'HS256', 'none']) expect(find(source, alg)).toEqual([]);
    expect(find(publicOf(spki(rsa), ['PS512']), 'PS512')).toHaveLength(1);
  });

  it('J9 · finds a key by its kid, and a key without kid by its alg alone', () => {
    const named = publicOf([publicJwk(ec), publicJwk(testKey('ES256', 'other'))]);
    expect(find(named, 'ES256', 'a').map(({ kid }) => kid)).toEqual(['a']);
    expect(find(named, 'ES256', 'unknown')).toEqual([]);
    expect(find(named, 'ES256')).toHaveLength(2);
    expect(find(publicOf(spki(ec)), 'ES256', 'any')).toHaveLength(1);
  });

  it.each([
    ['PKCS#8 PEM', ec.signingKey.export({ type: 'pkcs8', format: 'pem' })],
    ['PKCS#1 PEM', rsa.signingKey.export({ type: 'pkcs1', format: 'pem' })],
    ['SEC1 PEM', ec.signingKey.export({ type: 'sec1', format: 'pem' })],
    ['encrypted PEM', ec.signingKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })],
    [
      'PEM beside its certificate',
      `${certificatePem}\n${ec.signingKey.export({ type: 'pkcs8', format: 'pem' }).toString()}`,
    ],
    ['a KeyObject', ec.signingKey],
  ])('K-35 · refuses a private key given as %s', (_name, input) => {
    expect(() => publicOf(input)).toThrow(fault('publicKey', 'private'));
  });

  it('K-35 · refuses a private JWK and a secret KeyObject', () => {
    const jwk = ec.signingKey.export({ format: 'jwk' });
    expect(() => publicOf(jwk)).toThrow(fault('publicKey', 'private members'));
    expect(() => publicOf(createSecretKey(secret))).toThrow(fault('publicKey', 'this is a secret one'));
  });

  it.each([[''], [' '], [null], [undefined], [1], [Buffer.alloc(0)]])('G-05 · refuses the key %j', (input) => {
    expect(() => publicOf(input)).toThrow(fault('publicKey', ''));
  });

  it('G-05 · refuses text that is no key', () => {
    expect(() => publicOf('not a key')).toThrow(fault('publicKey', 'no PEM public key or certificate'));
    expect(() => publicOf(spki(ec).slice(0, 80))).toThrow(fault('publicKey', 'no PEM public key or certificate'));
  });

  it('A2 · refuses no key at all, and more than four', () => {
    expect(() => publicOf([])).toThrow(fault('publicKey', 'one to 4 keys'));
    expect(() => publicOf(Array(5).fill(spki(ec)))).toThrow(fault('publicKey', 'one to 4 keys'));
    expect(find(publicOf(Array(4).fill(spki(ec))), 'ES256')).toHaveLength(4);
  });

  it('J4 · K-23 · refuses a key that fits no allowed algorithm, or several', () => {
    expect(() => publicOf(spki(ec), ['RS256', 'ES384'])).toThrow(fault('publicKey', 'RS256, ES384'));
    expect(() => publicOf(spki(rsa), ['PS256', 'PS384'])).toThrow(fault('publicKey', 'name exactly one'));
  });

  it('J7 · K-27 · refuses a weak key, and says why', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    expect(() => publicOf(weak)).toThrow(fault('publicKey', '2048 to 8192 bits'));
    expect(() => publicOf(weak.export({ format: 'jwk' }))).toThrow(fault('publicKey', '2048 to 8192 bits'));
  });
});

describe('secrets', () => {
  it.each([[''], [Buffer.alloc(0)], [7], [null]])('G-05 · asks for a secret where it is given %j', (input) => {
    expect(() => secretOf(input)).toThrow(fault('secret', 'pass a secret'));
  });

  it.each<[string, unknown]>([
    ['bytes', secret],
    ['text', secret.toString('base64')],
    ['a KeyObject', createSecretKey(secret)],
    ['several', [secret, randomBytes(32)]],
  ])('takes %s', (_name, input) => {
    expect(find(secretOf(input), 'HS256', 'any')).toHaveLength(Array.isArray(input) ? 2 : 1);
    expect(find(secretOf(input), 'HS512')).toEqual([]);
  });

  it('J7 · binds a secret to the one HS algorithm that is allowed', () => {
    expect(find(secretOf(secret, ['HS512']), 'HS512')).toHaveLength(1);
    expect(() => secretOf(secret, ['HS384', 'HS512'])).toThrow(fault('secret', 'name exactly one'));
  });

  it.each([
    ['HS256', 31],
    ['HS384', 47],
    ['HS512', 63],
    ['HS256', 1],
  ] as const)('J7 · K-37 · refuses for %s a secret of %i bytes, and says how to make one', (alg, bytes) => {
    expect(() => secretOf(randomBytes(bytes), [alg])).toThrow(fault('secret', 'openssl rand'));
  });

  it.each([[''], [null], [undefined], [0], [{}], [Buffer.alloc(0)], [[]]])(
    'K-37 · G-05 · A-15 · refuses the secret %j',
    (input) => {
      expect(() => secretOf(input)).toThrow(fault('secret', ''));
    },
  );

  it('J7 · K-39 · refuses a public key for a secret, as text and as a KeyObject', () => {
    expect(() => secretOf(spki(rsa))).toThrow(fault('secret', 'not a secret'));
    expect(() => secretOf(rsa.keyObject)).toThrow(fault('secret', 'pass a secret'));
    expect(() => secretOf(createSecretKey(spki(rsa), 'utf8'))).toThrow(fault('secret', 'not a secret'));
  });

  it('A2 · refuses more than four secrets', () => {
    expect(() => secretOf(Array.from({ length: 5 }, () => randomBytes(32)))).toThrow(fault('secret', 'one to 4 keys'));
  });
});

describe('secrets with a name', () => {
  const named = { kid: 'new', secret };
  const unnamed = randomBytes(64);

  it('J9 · are chosen by the kid, else those without a name are tried', () => {
    const source = secretOf([named, { kid: 'old', secret: randomBytes(64) }, unnamed]);
    expect(find(source, 'HS256', 'new').map(({ kid }) => kid)).toEqual(['new']);
    expect(find(source, 'HS256', 'unknown').map(({ kid }) => kid)).toEqual([undefined]);
    expect(find(source, 'HS256')).toHaveLength(3);
    expect(find(source, 'ES256', 'new')).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['an empty name', { kid: '', secret }, 'secret.kid'],
    ['no name', { secret }, 'secret'],
    ['no secret', { kid: 'new' }, 'secret'],
    ['another member', { ...named, alg: 'HS256' }, 'secret.alg'],
    ['a secret that is too short', { kid: 'new', secret: 'short' }, 'secret'],
  ])('G-05, K-37 · refuse %s', (_name, input, option) => {
    expect(() => secretOf(input)).toThrow(expect.objectContaining({ name: 'InvalidOptionError', option }) as Error);
  });
});
