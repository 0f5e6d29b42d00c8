import type { SigningAlgorithm } from './signing-algorithm.js';

/** Signs with one key that it does not show. A key in memory is one; a key management service can be another. */
export interface Signer {
  /** The id under which the verification key is published. */
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  /** The raw JWS signature of the bytes: `R ‖ S` for ECDSA, never DER (RFC 7518 §3.4). */
  sign(data: Uint8Array): Promise<Uint8Array>;
}
