import { randomBytes } from 'node:crypto';
import { requireStrongSecret } from '../../src/keys/strong-secret.js';
import { certificatePem } from '../support/certificate.js';
import { publicJwk, testKey } from '../support/keys.js';

const rsa = testKey('RS256').keyObject;
const pem = rsa.export({ type: 'spki', format: 'pem' }).toString();
const check = (secret: string | Buffer) => () => {
  requireStrongSecret(Buffer.from(secret as string), 'secret');
};
const option = (remedy: string): Error =>
  expect.objectContaining({ option: 'secret', message: expect.stringContaining(remedy) as string }) as Error;

describe('requireStrongSecret', () => {
  it('accepts random bytes, as they are and in any usual text form', () => {
    for (const text of ['base64', 'base64url', 'hex'] as const) {
      expect(check(randomBytes(64))).not.toThrow();
      expect(check(randomBytes(64).toString(text))).not.toThrow();
    }
  });

  it.each([
    ['A-12', 'a public key as PEM', pem],
    ['A-12', 'a PEM without its last newline', pem.trim()],
    ['A-12', 'a PEM with CRLF', pem.replaceAll('\n', '\r\n')],
    ['A-12', 'a PEM after other text', `# key\n${pem}`],
    ['A-12', 'PKCS#1 PEM', rsa.export({ type: 'pkcs1', format: 'pem' })],
    ['A-12', 'the body of a PEM alone', pem.replaceAll(/-----.*-----\n/g, '')],
    ['A-12', 'the body of a PEM in one line', pem.replaceAll(/-----.*-----|\n/g, '')],
    ['A-12', 'DER', rsa.export({ type: 'spki', format: 'der' })],
    ['A-12', 'PKCS#1 DER', rsa.export({ type: 'pkcs1', format: 'der' })],
    ['K-39', 'a certificate as PEM', certificatePem],
    ['K-39', 'the body of a certificate', certificatePem.replaceAll(/-----.*-----/g, '')],
    ['K-39', 'a private key as PEM', testKey('ES256').signingKey.export({ type: 'pkcs8', format: 'pem' })],
    ['K-39', 'a JWK', JSON.stringify(publicJwk(testKey('RS256')))],
    ['K-39', 'a JWK with white space around it', `\n ${JSON.stringify(publicJwk(testKey('RS256')))} \n`],
    ['K-39', 'a key set', JSON.stringify({ keys: [publicJwk(testKey('RS256'))] })],
  ])('J7 · %s · refuses %s as a secret', (_id, _name, secret) => {
    expect(check(secret)).toThrow(option('not a secret'));
  });

  it('accepts a text that only starts like JSON', () => {
    expect(check('{k3Jd9-this-is-not-json-but-random-8f2}')).not.toThrow();
    expect(check('["k3Jd9-this-is-a-list-of-json-8f2"]')).not.toThrow();
  });

  it.each([
    'a-string-secret-at-least-256-bits-long',
    'A-String-Secret-At-Least-256-Bits-Long',
    ' your-super-secret-jwt-token-with-at-least-32-characters-long\n',
  ])('K-38 · refuses the published secret %j', (secret) => {
    expect(check(secret)).toThrow(option('published'));
  });

  it('K-38 · refuses 32 bytes and more of fewer than eight different ones', () => {
    expect(check(Buffer.alloc(32))).toThrow(option('repeats'));
    expect(check('abcdefg'.repeat(10))).toThrow(option('repeats'));
    expect(check('abcdefgh'.repeat(4))).not.toThrow();
  });

  it('quotes nothing of the secret', () => {
    const secret = 'a-string-secret-at-least-256-bits-long';
    expect(check(secret)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secret) as string }) as Error,
    );
  });
});
