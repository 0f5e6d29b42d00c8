import { setImmediate as nextTurn } from 'node:timers/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FileSigningKeyStore, MemorySigningKeyStore } from '@jwt-guard/issuer';
import type { SigningKeyStore, StoredKeyRing } from '@jwt-guard/issuer';
import { signingKeyStoreContract } from '@jwt-guard/testing/contracts';

describe('signingKeyStoreContract', () => {
  it.each(signingKeyStoreContract(() => new MemorySigningKeyStore()))('T4 · memory: $name', ({ run }) => run());
});

describe('signingKeyStoreContract', () => {
  const folders = new Map<SigningKeyStore, string>();
  const contract = signingKeyStoreContract({
    create: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'jwt-guard-keys-'));
      const store = new FileSigningKeyStore({ path: join(folder, 'keys.json') });
      folders.set(store, folder);
      return store;
    },
    reopen: (store) => new FileSigningKeyStore({ path: join(folders.get(store) ?? '', 'keys.json') }),
    close: async (store) => {
      const folder = folders.get(store);
      if (folder !== undefined) await rm(folder, { recursive: true });
    },
  });

  it.each(contract)('T4, T5 · file: $name', ({ run }) => run());
});

/** A store on one variable, which can be broken on purpose. */
function createStore(
  replace: (known: StoredKeyRing | undefined, next: StoredKeyRing) => Promise<boolean>,
): SigningKeyStore {
  let known: StoredKeyRing | undefined;
  return {
    load: () => Promise.resolve(known),
    replace: async (sealed, expectedVersion) => {
      const next = { sealed, version: expectedVersion + 1 };
      const won = await replace(known, next);
      if (won) known = next;
      return won;
    },
  };
}

const faults: readonly { readonly title: string; readonly create: () => SigningKeyStore; readonly caughtBy: string }[] =
  [
    {
      title: 'T4 · a store that checks, then acts',
      create: () =>
        createStore(async (known, { version }) => {
          await nextTurn();
          return (known?.version ?? 0) === version - 1;
        }),
      caughtBy: 'T4 · lets one of 20 processes win, every time',
    },
    {
      title: 'T4 · a store in which the last writer wins',
      create: () => createStore(() => Promise.resolve(true)),
      caughtBy: 'T4 · lets a stale version lose, and one that never was',
    },
    {
      title: 'T4 · a store that cannot begin',
      create: () => createStore((known, { version }) => Promise.resolve(known?.version === version - 1)),
      caughtBy: 'T4, T5 · keeps what it was given, and counts its versions from 1',
    },
  ];

describe('signingKeyStoreContract', () => {
  it.each(faults)('$title is caught', async ({ create, caughtBy }) => {
    const failed: string[] = [];
    for (const { name, run } of signingKeyStoreContract(create)) await run().catch(() => failed.push(name));
    expect(failed).toContain(caughtBy);
  });
});
