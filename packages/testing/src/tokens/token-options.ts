import type { SigningAlgorithm } from '@jwt-guard/issuer';

import type { SymmetricTestAlgorithm } from '../keys/test-algorithm.js';
import type { TestKey } from '../keys/test-key.js';

/** What a token of a local issuer says; without any of it, a good access token. */
export interface TokenOptions {
  /** Default `user-1`. */
  readonly subject?: string;
  /** Default `client-1`. */
  readonly clientId?: string;
  /** Default: no `scope` claim. */
  readonly scopes?: readonly string[];
  /** Default: the issuer's. */
  readonly audience?: string | readonly string[];
  /**
   * Seconds from now to `exp`. Default 300. Zero or less makes a token that has expired; it was issued 300 seconds before
   * that (`iat` and `nbf`), unless `claims` says otherwise.
   */
  readonly expiresIn?: number;
  /** Set or replace any claim with any value; `undefined` removes it. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Set or replace any header parameter; `undefined` removes it. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Sign with the published key of this algorithm, or with the issuer's `secret`. Default: the issuer's current key. */
  readonly algorithm?: SigningAlgorithm | SymmetricTestAlgorithm;
  /** Sign with this key, published or not. */
  readonly key?: TestKey;
}

/** A token before it is signed. */
export interface TokenContent {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}
