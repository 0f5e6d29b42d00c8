/**
 * The signature algorithms with key pairs. `EdDSA` and `Ed25519` are two names of one algorithm
 * (RFC 9864); older verifiers know the first only.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7518#section-3.1 RFC 7518 §3.1}
 */
export type PublicKeyAlgorithm =
  'ES256' | 'ES384' | 'ES512' | 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'EdDSA' | 'Ed25519';

/**
 * What a key ring signs with: a key pair, whose public half is published; or `HS256`, for a single service that
 * verifies its own tokens: who can verify can then also sign, and nothing is published.
 */
export type SigningAlgorithm = PublicKeyAlgorithm | 'HS256';

/** What an algorithm asks of a key and of `node:crypto`. */
export interface SigningAlgorithmTraits {
  readonly kty: 'EC' | 'RSA' | 'OKP';
  /** The curve, where the key has one. */
  readonly crv?: string;
  /** The hash; none where the algorithm brings its own. */
  readonly hash?: string;
  /** Whether RSA signs with PSS padding instead of PKCS#1 v1.5. */
  readonly pss?: boolean;
}

/** All algorithms with key pairs and their traits. */
export const signingAlgorithms: Readonly<Record<PublicKeyAlgorithm, SigningAlgorithmTraits>> = Object.freeze({
  ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256' },
  ES384: { kty: 'EC', crv: 'P-384', hash: 'sha384' },
  ES512: { kty: 'EC', crv: 'P-521', hash: 'sha512' },
  RS256: { kty: 'RSA', hash: 'sha256' },
  RS384: { kty: 'RSA', hash: 'sha384' },
  RS512: { kty: 'RSA', hash: 'sha512' },
  PS256: { kty: 'RSA', hash: 'sha256', pss: true },
  PS384: { kty: 'RSA', hash: 'sha384', pss: true },
  PS512: { kty: 'RSA', hash: 'sha512', pss: true },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
});

/** The names of {@link signingAlgorithms}, in the order in which documentation lists them. */
export const signingAlgorithmNames: readonly PublicKeyAlgorithm[] = Object.freeze(
  Object.keys(signingAlgorithms) as PublicKeyAlgorithm[],
);
