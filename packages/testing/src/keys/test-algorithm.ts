import type { SigningAlgorithm } from '@jwt-guard/issuer';

/** The algorithms that tests sign with: those of an issuer, and HMAC. */
export type TestAlgorithm = SigningAlgorithm | SymmetricTestAlgorithm;
/** Algorithms whose key is a secret. */
export type SymmetricTestAlgorithm = 'HS256' | 'HS384' | 'HS512';
