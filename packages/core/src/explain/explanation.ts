import type { Reason } from '../errors/reason.js';

/** Why one request was refused, for the operator. Never part of an answer; holds no token and no part of one. */
export interface Explanation {
  readonly reason: Reason;
  /** What is wrong, in one sentence. */
  readonly summary: string;
  /** What was configured. */
  readonly expected?: string;
  /** What was sent. Values from the claims stand here only where `signatureVerified` is true. */
  readonly found?: string;
  readonly likelyCause: string;
  /** What to do about it. */
  readonly fix: string;
  /** Where more is written: a path within the repository, with the reason as its anchor. */
  readonly docs: string;
  /** What is known of the provider, or of the request. */
  readonly hint?: string;
  /** The trusted issuer whose rules refused the token, or whose key signed it; absent where that is none. */
  readonly issuer?: string;
  /**
   * Whether a key of a trusted issuer signed the token. It may be true where that of the `rejected` event is false:
   * explaining carries on to the signature, by keys that are at hand.
   */
  readonly signatureVerified: boolean;
  /** How many refusals before this one were not explained, since there were too many; absent where there was none. */
  readonly leftOut?: number;
  /** All of it in a few lines of printable ASCII, for a log. */
  readonly text: string;
}
