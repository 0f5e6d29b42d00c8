import type { Jwk } from '@jwt-guard/core';

import type { PublicKeyAlgorithm } from './signing-algorithm.js';

/**
 * A verification key as it is published: public members, and what binds it to one use and one algorithm.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7517#section-4 RFC 7517 §4}
 */
export interface PublicJwk extends Jwk {
  readonly kty: 'EC' | 'RSA' | 'OKP';
  /** The thumbprint of the key (RFC 7638). */
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: PublicKeyAlgorithm;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
}

/** A set of published keys (RFC 7517 §5). */
export interface PublicJwkSet {
  readonly keys: readonly PublicJwk[];
}
