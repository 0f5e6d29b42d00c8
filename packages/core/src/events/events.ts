import type { UnusableKey } from '../keys/jwk-set.js';
import type { Reason } from '../errors/reason.js';
import type { Explanation } from '../explain/explanation.js';
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
  /** Why a request was refused, in words; after `rejected`, and never more than ten at once and one a second after that. */
  readonly explained: Explanation;
  /** A key set was loaded. */
  readonly keysFetched: KeysFetchedEvent;
  /** A key set could not be loaded. */
  readonly keysFailed: KeysFailedEvent;
  /** Keys past their time are served, for want of newer ones; once after each failure. */
  readonly keysStaleUsed: KeysStaleUsedEvent;
  /** The metadata of an issuer could not be had; its keys were fetched from where they were last. */
  readonly metadataFailed: MetadataFailedEvent;
  /** A key set holds a key that the one before it did not. */
  readonly keyAdded: KeyChangedEvent;
  /** A key set lacks a key that the one before it held: from now on that key verifies nothing. */
  readonly keyRemoved: KeyChangedEvent;
  /** The function that finds issuers has failed. */
  readonly issuersFailed: IssuersFailedEvent;
  /** The revocation store could not tell of a token. */
  readonly revocationUnknown: RevocationUnknownEvent;
}

/** A token was accepted. */
export interface VerifiedEvent {
  readonly issuer: string;
  readonly algorithm: string;
  readonly kid?: string;
  readonly source?: TokenSource;
  /** How long it took to verify, in milliseconds with fractions; absent where nobody listened when it began. */
  readonly durationMs?: number;
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
  /** The name of the claim or header parameter at fault; `signature` where there is none at all. */
  readonly claim?: string;
  readonly source?: TokenSource;
  /**
   * Present where the token wanted to be believed without a signature, or by a shared secret where its issuer has none
   * (RFC 8725 §2.1). No client does that by mistake.
   */
  readonly algorithmConfusion?: true;
  /** How long verifying took, in milliseconds with fractions; absent where nothing was verified, or nobody listened when it began. */
  readonly durationMs?: number;
  /** What the operator may want to do. */
  readonly hint?: string;
}

/** A key set was loaded. */
export interface KeysFetchedEvent {
  readonly issuer: string;
  readonly kids: readonly (string | undefined)[];
  /** Keys of the set that cannot be used, and why. */
  readonly unusable: readonly UnusableKey[];
  /** The server said that the keys at hand are still the newest (304). */
  readonly unchanged?: boolean;
  /** How long the fetch took, with discovery where there was one; milliseconds with fractions. */
  readonly durationMs: number;
}

/** A key set could not be loaded. */
export interface KeysFailedEvent {
  readonly issuer: string;
  /** Seconds until the next try. */
  readonly retryAfterSeconds: number;
  /** Whether the last good keys serve meanwhile. */
  readonly staleKeysUsed: boolean;
  /** How long the fetch took until it had failed; milliseconds with fractions. */
  readonly durationMs: number;
  readonly error: unknown;
}

/** Keys past their time are served. */
export interface KeysStaleUsedEvent {
  readonly issuer: string;
  /** Seconds since the keys were loaded. */
  readonly ageSeconds: number;
  /** For how many seconds more they can serve; after that it is a 503. */
  readonly usableForSeconds: number;
}

/** The metadata of an issuer could not be had; its keys were fetched from where they were last. */
export interface MetadataFailedEvent {
  readonly issuer: string;
  readonly error: unknown;
  /** For how many seconds more that place counts; after that it is `keysFailed`. */
  readonly usableForSeconds: number;
}

/** A key has come or gone. Another key under the same kid is both. */
export interface KeyChangedEvent {
  readonly issuer: string;
  readonly kid?: string;
  readonly algorithm: string;
}

/** The function that finds issuers has failed, for an issuer that some token named. */
export interface IssuersFailedEvent {
  readonly error: unknown;
  /** Seconds until it is asked about the same issuer again. */
  readonly retryAfterSeconds: number;
}

/** The revocation store could not tell of a token whose signature held. */
export interface RevocationUnknownEvent {
  readonly issuer: string;
  /** What decided: by `allow` the token was accepted. */
  readonly policy: UnknownPolicy;
  /** What the store threw; absent where it said that it cannot tell. */
  readonly error?: unknown;
}
