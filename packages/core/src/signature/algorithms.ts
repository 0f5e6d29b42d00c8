import { constants } from 'node:crypto';

/** The signature algorithms that can be verified (RFC 7518 §3.1, RFC 8037, RFC 9864). */
export type Algorithm = AsymmetricAlgorithm | SymmetricAlgorithm;
/** Algorithms whose verifier cannot sign. */
export type AsymmetricAlgorithm =
  'ES256' | 'ES384' | 'ES512' | 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'EdDSA' | 'Ed25519';
/** Algorithms whose verifier can sign: for a single service that holds the secret itself. */
export type SymmetricAlgorithm = 'HS256' | 'HS384' | 'HS512';

/** What node:crypto and the key checks need to know of an algorithm. */
export type AlgorithmParameters =
  | { readonly kty: 'RSA'; readonly hash: string; readonly padding: number; readonly saltLength?: number }
  | {
      readonly kty: 'EC';
      readonly hash: string;
      readonly crv: string;
      readonly namedCurve: string;
      readonly signatureBytes: number;
    }
  | { readonly kty: 'OKP'; readonly hash: null; readonly signatureBytes: number }
  | { readonly kty: 'oct'; readonly hash: string; readonly signatureBytes: number };

const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING } = constants;
const ed25519: AlgorithmParameters = { kty: 'OKP', hash: null, signatureBytes: 64 };

const parameters: ReadonlyMap<string, AlgorithmParameters> = new Map<Algorithm, AlgorithmParameters>([
  ['ES256', { kty: 'EC', hash: 'sha256', crv: 'P-256', namedCurve: 'prime256v1', signatureBytes: 64 }],
  ['ES384', { kty: 'EC', hash: 'sha384', crv: 'P-384', namedCurve: 'secp384r1', signatureBytes: 96 }],
  ['ES512', { kty: 'EC', hash: 'sha512', crv: 'P-521', namedCurve: 'secp521r1', signatureBytes: 132 }],
  ['RS256', { kty: 'RSA', hash: 'sha256', padding: RSA_PKCS1_PADDING }],
  ['RS384', { kty: 'RSA', hash: 'sha384', padding: RSA_PKCS1_PADDING }],
  ['RS512', { kty: 'RSA', hash: 'sha512', padding: RSA_PKCS1_PADDING }],
  ['PS256', { kty: 'RSA', hash: 'sha256', padding: RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
  ['PS384', { kty: 'RSA', hash: 'sha384', padding: RSA_PKCS1_PSS_PADDING, saltLength: 48 }],
  ['PS512', { kty: 'RSA', hash: 'sha512', padding: RSA_PKCS1_PSS_PADDING, saltLength: 64 }],
  ['EdDSA', ed25519],
  ['Ed25519', ed25519],
  ['HS256', { kty: 'oct', hash: 'sha256', signatureBytes: 32 }],
  ['HS384', { kty: 'oct', hash: 'sha384', signatureBytes: 48 }],
  ['HS512', { kty: 'oct', hash: 'sha512', signatureBytes: 64 }],
]);

const names = [...parameters.keys()] as readonly Algorithm[];

/** The default allow-list: every algorithm whose verifier cannot sign. */
export const asymmetricAlgorithms: readonly AsymmetricAlgorithm[] = Object.freeze(
  names.filter((name): name is AsymmetricAlgorithm => !isSymmetric(name)),
);

/** Whether a name, compared exactly (RFC 7515 §4.1.1), is an algorithm that can be verified. */
export function isAlgorithm(name: unknown): name is Algorithm {
  return typeof name === 'string' && parameters.has(name);
}

/** Whether an algorithm's key both signs and verifies. */
export function isSymmetric(algorithm: Algorithm): algorithm is SymmetricAlgorithm {
  return algorithm.startsWith('HS');
}

/** The parameters of an algorithm. */
export function algorithmParameters(algorithm: Algorithm): AlgorithmParameters {
  return parameters.get(algorithm) as AlgorithmParameters;
}
