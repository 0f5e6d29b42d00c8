/** A ring as it rests: encrypted, with the number of its version. */
export interface StoredKeyRing {
  /** Counts the changes, from 1. */
  readonly version: number;
  /** A JWE in compact serialisation (RFC 7516). The store need not understand it. */
  readonly sealed: string;
}

/** Keeps one key ring for all processes that share it. What it rejects with is an outage: the ring goes on with what it has. */
export interface SigningKeyStore {
  /** The ring as it is now; undefined before the first. */
  load(): Promise<StoredKeyRing | undefined>;
  /**
   * Replaces the ring, if nobody else did meanwhile: a compare-and-swap on the version, in one atomic step.
   *
   * @param sealed - the new ring; its version is `expectedVersion + 1`
   * @param expectedVersion - the version that was loaded; 0 for none
   * @returns whether this call won; the loser loads again
   */
  replace(sealed: string, expectedVersion: number): Promise<boolean>;
}
