import { parseRingDocument } from './ring-document.js';
import type { RingDocument, RingUse } from './ring-document.js';
import type { Sealer } from './seal.js';
import type { SigningKeyStore } from './signing-key-store.js';

/** A ring and the version under which the store keeps it. */
export interface StoredDocument {
  readonly version: number;
  readonly document: RingDocument;
}

/** Where the processes of a ring meet: the store, seen from inside. */
export interface RingPersistence {
  load(): Promise<StoredDocument | undefined>;
  /** @returns whether this call won, as {@link SigningKeyStore.replace} has it */
  replace(document: RingDocument, expectedVersion: number): Promise<boolean>;
}

/** How long a store may take, in milliseconds. */
const timeoutMs = 5_000;

/** A ring in a store, encrypted. A store that never answers counts as one that failed. */
export function sealedPersistence(store: SigningKeyStore, sealer: Sealer, use: RingUse): RingPersistence {
  return Object.freeze<RingPersistence>({
    load: async () => {
      const stored = await withinTime(store.load());
      if (stored === undefined) return undefined;
      return { version: stored.version, document: parseRingDocument(await sealer.unseal(stored.sealed), use) };
    },
    replace: async (document, expectedVersion) =>
      withinTime(store.replace(await sealer.seal(JSON.stringify(document)), expectedVersion)),
  });
}

/** A ring that lives and dies with this process. */
export function processPersistence(): RingPersistence {
  let stored: StoredDocument | undefined;
  return Object.freeze<RingPersistence>({
    load: () => Promise.resolve(stored),
    replace: (document, expectedVersion) => {
      if ((stored?.version ?? 0) !== expectedVersion) return Promise.resolve(false);
      stored = { version: expectedVersion + 1, document };
      return Promise.resolve(true);
    },
  });
}

function withinTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`the key store did not answer within ${timeoutMs / 1_000} s`));
    }, timeoutMs);
    timer.unref();
    void answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
