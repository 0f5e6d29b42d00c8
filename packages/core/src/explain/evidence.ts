import type { VerificationKey } from '../keys/verification-key.js';
import type { JoseHeader } from '../token/jose-header.js';
import type { JsonObject } from '../token/strict-json.js';
import type { TrustedIssuer } from '../verifier/trusted-issuer.js';
import type { SharedSettings } from '../verifier/verifier-options.js';
import type { Rejection } from './rejection.js';

/** An issuer of ours that an unknown one resembles. */
export interface SimilarIssuer {
  readonly issuer: string;
  /** In what they differ, in words. */
  readonly difference: string;
}

/** What an explanation may be made of. */
export interface Evidence extends Rejection {
  readonly header?: JoseHeader | undefined;
  /** The claims, where a key of a trusted issuer signed them; where nothing proves them nobody gets to see them. */
  readonly claims?: JsonObject | undefined;
  /** The issuer that the token names, that signed it, or the only one there is. */
  readonly trusted?: TrustedIssuer | undefined;
  /** All trusted issuers that are known. */
  readonly issuers: readonly string[];
  readonly similar?: SimilarIssuer | undefined;
  /** The keys of the issuer, as far as they are at hand. */
  readonly keys: readonly VerificationKey[];
  /** When the token was refused. */
  readonly nowSeconds: number;
  readonly settings: Pick<SharedSettings<unknown>, 'clockTolerance' | 'maxTokenSize'>;
}
