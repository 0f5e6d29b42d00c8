import type { SigningKeyStore, StoredKeyRing } from './signing-key-store.js';

/** Keeps a key ring in memory: for tests, and for several rings of one process. It is lost with the process. */
export class MemorySigningKeyStore implements SigningKeyStore {
  #stored: StoredKeyRing | undefined;

  /** @inheritdoc */
  load(): Promise<StoredKeyRing | undefined> {
    return Promise.resolve(this.#stored);
  }

  /** @inheritdoc */
  replace(sealed: string, expectedVersion: number): Promise<boolean> {
    if ((this.#stored?.version ?? 0) !== expectedVersion) return Promise.resolve(false);
    this.#stored = Object.freeze({ version: expectedVersion + 1, sealed });
    return Promise.resolve(true);
  }
}
