import { generateKeyPairSync, randomBytes } from 'node:crypto';

import { createJwtVerifier } from '@jwt-guard/core';
import type { Algorithm, Jwk } from '@jwt-guard/core';
import { cachedTestKey, createLocalIssuer } from '@jwt-guard/testing';

import { creationVerdict, creationVerdicts } from '../../src/corpus/creation-verdicts.js';
import { rsaKeyWith } from '../../src/corpus/rsa-key-with.js';
import { testCertificate } from '../../src/corpus/test-certificate.js';
import { verdictOn } from '../../src/corpus/verdict.js';

const target = createLocalIssuer({ algorithms: ['ES256', 'RS256', 'PS256'] });
const { issuer, audience } = target;
const rsa = cachedTestKey('RS256');
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();

function withoutAlg(jwk: Jwk): Jwk {
  return Object.fromEntries(Object.entries(jwk).filter(([member]) => member !== 'alg')) as unknown as Jwk;
}

describe('keys that an operator gives', () => {
  it.each(['PS256', 'RS512', 'PS384'] as const)(
    'K-23 · an RSA key without alg verifies RS256 and no %s',
    async (alg) => {
      const jwk = withoutAlg(rsa.jwk);
      for (const source of [{ publicKey: pem }, { publicKey: jwk }, { jwks: { keys: [jwk] } }]) {
        const verifier = createJwtVerifier({ issuer, audience, algorithms: ['RS256', alg], ...source });
        const token = (algorithm: Algorithm): string =>
          target.tokenFor({ key: { ...rsa, algorithm: algorithm as typeof alg }, header: { alg: algorithm } });
        expect([await verdictOn(verifier, token('RS256')), await verdictOn(verifier, token(alg))]).toEqual([
          'accepted',
          'invalid_token',
        ]);
      }
    },
  );

  it('K-23 · an RSA key without alg fails at creation where two algorithms could be meant', async () => {
    const algorithms = ['PS256', 'PS384'];
    expect(await creationVerdicts({ issuer, audience, algorithms, publicKey: pem })).toEqual(['publicKey']);
    const jwk = withoutAlg(rsa.jwk);
    expect(await creationVerdicts({ issuer, audience, algorithms, jwks: { keys: [jwk] } })).toEqual(['jwks']);
  });

  it.each(['', 'AA', 'AQ', 'Ag', 'Aw', 'AQAA', 'AQAAAAE', Buffer.alloc(256, 0xff).toString('base64url')])(
    'K-25, K-26 · refuse an RSA key with the exponent "%s"',
    async (e) => {
      const key = { ...rsa.jwk, e };
      expect(await creationVerdicts({ issuer, audience, publicKey: key })).toEqual(['publicKey']);
      expect(await creationVerdicts({ issuer, audience, jwks: { keys: [key] } })).toEqual(['jwks']);
    },
  );

  it.each([
    [1_024, 'publicKey'],
    [2_047, 'publicKey'],
    [2_048, 'created'],
    [4_096, 'created'],
    [8_192, 'created'],
    [8_193, 'publicKey'],
    [16_384, 'publicKey'],
    [65_536, 'publicKey'],
  ])('K-27 · an RSA modulus of %d bits: %s', async (bits, verdict) => {
    expect(await creationVerdicts({ issuer, audience, publicKey: rsaKeyWith({ bits }) })).toEqual([verdict]);
  });

  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  it.each([
    ['PKCS#8', privateKey.export({ type: 'pkcs8', format: 'pem' })],
    ['SEC1', privateKey.export({ type: 'sec1', format: 'pem' })],
    ['PKCS#1', rsa.privateKey.export({ type: 'pkcs1', format: 'pem' })],
    ['an encrypted PEM', privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })],
    ['a JWK', privateKey.export({ format: 'jwk' })],
    ['a KeyObject', privateKey],
  ])('K-35 · refuse a private key where a public one is expected: %s', async (_form, publicKey) => {
    expect(await creationVerdicts({ issuer, audience, publicKey })).toEqual(['publicKey']);
  });

  it.each([
    ['HS256', 31],
    ['HS384', 47],
    ['HS512', 63],
    ['HS256', 1],
    ['HS256', 0],
    ['HS512', 32],
  ])('K-37 · refuse a secret for %s of %d bytes', async (algorithm, bytes) => {
    const algorithms = [algorithm];
    expect(await creationVerdicts({ issuer, audience, algorithms, secret: randomBytes(bytes) })).toEqual(['secret']);
    const text = randomBytes(bytes).toString('hex').slice(0, bytes);
    expect(await creationVerdicts({ issuer, audience, algorithms, secret: text })).toEqual(['secret']);
  });

  it.each([
    'secret',
    'changeme',
    'your-256-bit-secret',
    'a-string-secret-at-least-256-bits-long',
    'Your-Super-Secret-JWT-Token-With-At-Least-32-Characters-Long',
    'this-is-a-very-secret-key-that-should-be-changed',
    'x'.repeat(64),
    '0123'.repeat(16),
    'secretsecretsecretsecretsecretsecret',
  ])('K-38 · refuse a secret that others know, or guess: %s', async (secret) => {
    expect(await creationVerdicts({ issuer, audience, secret })).toEqual(['secret']);
    expect(await creationVerdicts({ issuer, audience, secret: Buffer.from(secret) })).toEqual(['secret']);
  });

  it.each([
    ['a public key in PEM', pem],
    ['a PKCS#1 key in PEM', rsa.publicKey.export({ type: 'pkcs1', format: 'pem' })],
    ['a PEM without its last line break', pem.trim()],
    ['a PEM after white space', `\n ${pem}`],
    ['a public key in DER', rsa.publicKey.export({ type: 'spki', format: 'der' })],
    ['the base64 of a public key', rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
    ['a certificate in PEM', testCertificate.toString()],
    ['a certificate in DER', testCertificate.raw],
    ['a JWK', JSON.stringify(rsa.jwk)],
    ['a key set', JSON.stringify(target.jwks)],
    ['a private key in PEM', rsa.privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ])('K-39 · refuse a secret that is a key of another kind: %s', async (_form, secret) => {
    expect(await creationVerdicts({ issuer, audience, secret })).toEqual(['secret']);
  });

  it('K-37, K-38, K-39 · accept a random secret', () => {
    expect(creationVerdict(() => createJwtVerifier({ issuer, audience, secret: randomBytes(32) }))).toBe('created');
  });
});
