/** A secret and the id by which it is found again. */
export interface Secret {
  /** The id that stands in what the secret authenticates. */
  readonly id: string;
  /** At least 32 random bytes. */
  readonly bytes: Uint8Array;
}

/** Secrets that rotate: one is used, some still verify. */
export interface SecretSource {
  /** The secret to authenticate with now. */
  current(): Promise<Secret>;
  /** The secret with this id while it still verifies; undefined for one that is gone or was never there. */
  find(id: string): Promise<Secret | undefined>;
}
