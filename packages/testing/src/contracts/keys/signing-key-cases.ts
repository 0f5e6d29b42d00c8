import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import type { SigningKeyStore } from '@jwt-guard/issuer';

import { defineCases } from '../contract-cases.js';
import type { CaseDefinition } from '../contract-cases.js';

/** Text in the alphabet of a compact JWE. */
function sealedText(bytes = 64): string {
  return ['eyJhbGciOiJkaXIifQ', '', 'aXY', randomBytes(bytes).toString('base64url'), 'dGFn'].join('.');
}

/** How one key ring is kept for many processes. */
export const signingKeyCases: readonly CaseDefinition<SigningKeyStore>[] = defineCases([
  {
    name: 'T4 · is empty at first',
    check: async ({ store, twin }) => {
      assert.equal(await store.load(), undefined);
      assert.equal(await twin.load(), undefined);
    },
  },
  {
    name: 'T4, T5 · keeps what it was given, and counts its versions from 1',
    check: async ({ store, twin }) => {
      for (let version = 0; version < 5; version += 1) {
        const sealed = sealedText();
        assert.equal(await store.replace(sealed, version), true);
        for (const handle of [store, twin]) {
          const loaded = await handle.load();
          assert.deepEqual([loaded?.version, loaded?.sealed], [version + 1, sealed]);
        }
      }
    },
  },
  {
    name: 'T4 · lets a stale version lose, and one that never was',
    check: async ({ store, twin }) => {
      for (const version of [1, 7, -1]) assert.equal(await store.replace(sealedText(), version), false);
      assert.equal(await store.load(), undefined);
      const [first, second] = [sealedText(), sealedText()];
      assert.equal(await store.replace(first, 0), true);
      assert.equal(await twin.replace(second, 1), true);
      for (const version of [0, 1, 3]) assert.equal(await store.replace(sealedText(), version), false);
      const loaded = await store.load();
      assert.deepEqual([loaded?.version, loaded?.sealed], [2, second]);
    },
  },
  {
    name: 'T4 · lets one of 20 processes win, every time',
    check: async ({ store, twin }) => {
      for (let version = 0; version < 5; version += 1) {
        const sealed = Array.from({ length: 20 }, () => sealedText());
        const won = await Promise.all(
          sealed.map((text, index) => (index % 2 === 0 ? store : twin).replace(text, version)),
        );
        assert.equal(won.filter(Boolean).length, 1, `${won.filter(Boolean).length} have won`);
        const loaded = await twin.load();
        assert.deepEqual([loaded?.version, loaded?.sealed], [version + 1, sealed[won.indexOf(true)]]);
      }
    },
  },
  {
    name: 'T4 · shows a reader the ring before a change or after it, and nothing between',
    check: async ({ store, twin }) => {
      const rings = [sealedText(1 << 15), sealedText(1 << 10)];
      await store.replace(rings[0] ?? '', 0);
      for (let version = 1; version <= 10; version += 1) {
        const [won, ...loads] = await Promise.all([
          store.replace(rings[version % 2] ?? '', version),
          ...Array.from({ length: 5 }, () => twin.load()),
        ]);
        assert.equal(won, true);
        for (const loaded of loads) {
          assert.ok(loaded !== undefined && [version, version + 1].includes(loaded.version));
          assert.equal(loaded.sealed, rings[(loaded.version - 1) % 2], `version ${loaded.version} is another ring`);
        }
      }
    },
  },
  {
    name: 'T4 · keeps a ring of 64 KiB',
    check: async ({ store, twin }) => {
      const sealed = sealedText(1 << 16);
      assert.equal(await store.replace(sealed, 0), true);
      assert.equal((await twin.load())?.sealed, sealed);
      assert.equal(await store.replace(sealedText(1), 1), true);
      assert.equal((await twin.load())?.version, 2);
    },
  },
]);
