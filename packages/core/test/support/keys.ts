import { constants, createHmac, createSecretKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject, SignKeyObjectInput } from 'node:crypto';
import { bindKey } from '../../src/index.js';
import type { Algorithm, Jwk, VerificationKey } from '../../src/index.js';

/** A key pair (or a secret) for signing test tokens, independent of the code under test. */
export interface TestKey {
  readonly alg: Algorithm;
  readonly kid: string;
  readonly signingKey: KeyObject;
  /** The public key, or the secret. */
  readonly keyObject: KeyObject;
}

const made = new Map<string, TestKey>();

/** The key of this algorithm and kid; the same one at each call in a test file. */
export function testKey(alg: Algorithm = 'ES256', kid = 'k1'): TestKey {
  const name = `${alg} ${kid}`;
  const key = made.get(name) ?? generate(alg, kid);
  made.set(name, key);
  return key;
}

/** The public JWK of a key, with kid, alg and use. */
export function publicJwk({ alg, kid, keyObject }: TestKey, overrides: Record<string, unknown> = {}): Jwk {
  const jwk: Record<string, unknown> = { ...keyObject.export({ format: 'jwk' }), kid, alg, use: 'sig', ...overrides };
  return Object.fromEntries(Object.entries(jwk).filter(([, value]) => value !== undefined)) as unknown as Jwk;
}

/** The key as the verifier holds it. */
export function verificationKey({ alg, kid, keyObject }: TestKey): VerificationKey {
  return bindKey(keyObject, alg, kid);
}

/** A token: signed claims, with the key's alg and kid in the header. */
export function signToken(key: TestKey, claims: object, header: object = {}): string {
  return signText(key, JSON.stringify({ alg: key.alg, kid: key.kid, ...header }), JSON.stringify(claims));
}

/** A token of literal texts, well formed or not, rightly signed. */
export function signText(key: TestKey, header: string | Buffer, claims: string | Buffer): string {
  return signSegments(key, base64url(header), base64url(claims));
}

/** A token of literal segments, rightly signed. */
export function signSegments(key: TestKey, header: string, claims: string): string {
  const input = `${header}.${claims}`;
  return `${input}.${signBytes(key, Buffer.from(input)).toString('base64url')}`;
}

/** The signature of a key over bytes. */
export function signBytes({ alg, signingKey }: TestKey, bytes: Buffer): Buffer {
  const hash = `sha${alg.slice(2)}`;
  if (alg.startsWith('HS')) return createHmac(hash, signingKey).update(bytes).digest();
  if (alg.startsWith('Ed')) return sign(null, bytes, signingKey);
  return sign(hash, bytes, { key: signingKey, ...signParameters(alg) });
}

/** Base64url, without padding. */
export function base64url(bytes: string | Buffer): string {
  return Buffer.from(bytes).toString('base64url');
}

function signParameters(alg: Algorithm): Omit<SignKeyObjectInput, 'key'> {
  if (alg.startsWith('ES')) return { dsaEncoding: 'ieee-p1363' };
  if (alg.startsWith('PS'))
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return { padding: constants.RSA_PKCS1_PADDING };
}

const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

function generate(alg: Algorithm, kid: string): TestKey {
  if (alg.startsWith('HS')) {
    const secret = createSecretKey(randomBytes(64));
    return { alg, kid, signingKey: secret, keyObject: secret };
  }
  const { privateKey, publicKey } = generatePair(alg);
  return { alg, kid, signingKey: privateKey, keyObject: publicKey };
}

function generatePair(alg: Algorithm): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  const namedCurve = curves[alg];
  if (namedCurve !== undefined) return generateKeyPairSync('ec', { namedCurve });
  return alg.startsWith('Ed') ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: 2048 });
}
