import type { VerificationKey } from './verification-key.js';

/** What a key is looked up by: the two header parameters that may say something about it, both unproved. */
export interface KeyQuery {
  readonly alg: string;
  readonly kid?: string;
}

/** How a key source is doing. */
export interface KeySourceHealth {
  /**
   * `fresh`: keys are at hand and current · `stale`: they are past their time, and none newer were had ·
   * `expired`: too far past it to be used · `never`: none were ever had.
   */
  readonly state: 'fresh' | 'stale' | 'expired' | 'never';
  /** Epoch milliseconds of the last successful load; absent when there was none. */
  readonly loadedAtMs?: number;
  /** Whole seconds since then. */
  readonly ageSeconds?: number;
  /** For how many seconds these keys can serve without newer ones. */
  readonly usableForSeconds?: number;
  /** How many fetches have failed since the last that did not. */
  readonly failures?: number;
}

/**
 * A port: where the keys of one issuer come from.
 *
 * A source answers the keys that may have signed, usually one or none; none means `key_not_found`, a 401.
 * Keys are made by `importJwk()` or `bindKey()`, which check them.
 * A source that cannot know throws or rejects, and the answer is 503.
 */
export interface KeySource {
  find(query: KeyQuery): readonly VerificationKey[] | Promise<readonly VerificationKey[]>;
  /** Loads the keys before the first request; resolves at once where nothing is to load. */
  hydrate?(): Promise<void>;
  /** Loads the keys anew, now, whatever the age of those at hand. */
  reload?(): Promise<void>;
  health?(): KeySourceHealth;
  /** The keys that could serve now. Asks nobody, so that explaining a refusal costs no fetch. */
  atHand?(): readonly VerificationKey[];
  /** Stops all work. Nothing of the source keeps the process alive. */
  close?(): void;
}

/** A source of ours, which can tell what it has at hand without asking anybody. */
export interface KeyHolder extends KeySource {
  /** The keys at hand that may have signed. */
  held(query: KeyQuery): readonly VerificationKey[];
}

/** A source of ours that does not ask everywhere at once. */
export interface LayeredKeySource extends KeySource {
  /**
   * Asks everywhere, when none of the keys that `find` answered has signed, and none of them bears the token's `kid`.
   *
   * @param tried - the keys that have not signed
   */
  findFurther(query: KeyQuery, tried: readonly VerificationKey[]): Promise<readonly VerificationKey[]>;
}
