import type { UnusableKey } from '../keys/jwk-set.js';
import type { Reason } from '../errors/reason.js';
import type { UnknownPolicy } from '../revocation/revocation-options.js';
import type { TokenSource } from '../token/verified-token.js';

/**
 * What a verifier tells its operators, by event name. No event holds a token, a signature or a secret; where
 * `signatureVerified` is false it holds no value from the claims either.
 */
export interface SecurityEvents {
  /** A token was accepted. */
  readonly verified: VerifiedEvent;
  /** A request was refused. */
  readonly rejected: RejectedEvent;
  /** A key set was loaded. */
  readonly keysFetched: KeysFetchedEvent;
  /** A key set could not be loaded. */
  readonly keysFailed: KeysFailedEvent;
  /** The revocation store could not tell of a token. */
  readonly revocationUnknown: RevocationUnknownEvent;
}

/** A token was accepted. */
export interface VerifiedEvent {
  readonly issuer: string;
  readonly algorithm: string;
  readonly kid?: string;
  readonly source?: TokenSource;
}

/** A request was refused, and why. */
export interface RejectedEvent {
  /** The error's code; also tells which status was answered. */
  readonly code: string;
  readonly reason: Reason;
  readonly signatureVerified: boolean;
  /** The trusted issuer that the token named; absent where it named none of them. */
  readonly issuer?: string;
  /** From the header, escaped and cut to 64 characters: anybody may have written it. */
  readonly kid?: string;
  readonly algorithm?: string;
  /** The name of the claim or header parameter at fault. */
  readonly claim?: string;
  readonly source?: TokenSource;
  /** What the operator may want to do. */
  readonly hint?: string;
}

/** A key set was loaded. */
export interface KeysFetchedEvent {
  readonly issuer: string;
  readonly kids: readonly (string | undefined)[];
  /** Keys of the set that cannot be used, and why. */
  readonly unusable: readonly UnusableKey[];
}

/** A key set could not be loaded. */
export interface KeysFailedEvent {
  readonly issuer: string;
  /** Seconds until the next try. */
  readonly retryAfterSeconds: number;
  /** Whether the last good keys serve meanwhile. */
  readonly staleKeysUsed: boolean;
  readonly error: unknown;
}

/** The revocation store could not tell of a token whose signature held. */
export interface RevocationUnknownEvent {
  readonly issuer: string;
  /** What decided: by `allow` the token was accepted. */
  readonly policy: UnknownPolicy;
  /** What the store threw; absent where it said that it cannot tell. */
  readonly error?: unknown;
}
