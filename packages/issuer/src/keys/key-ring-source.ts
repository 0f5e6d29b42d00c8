import type { KeySource, VerificationKey } from '@jwt-guard/core';

import type { OpenRing } from './open-ring.js';
import type { RingKey } from './ring-key.js';

/**
 * The keys of a ring for a guard in the same process. A key that another process has just made is looked for in the
 * store, at most once a second.
 */
export function createKeyRingSource({ view, shared, clock }: OpenRing<RingKey>): KeySource {
  const fitting = (key: RingKey | undefined, alg: string): readonly VerificationKey[] =>
    key?.verificationKey.algorithm === alg ? [key.verificationKey] : [];

  return Object.freeze<KeySource>({
    find: ({ kid, alg }) => {
      if (kid === undefined) return []; // Ours name their key.
      void shared.settle();
      const known = view.find(kid, clock());
      if (known !== undefined) return fitting(known, alg);
      return shared.refreshForUnknown().then(() => fitting(view.find(kid, clock()), alg));
    },
    hydrate: async () => {
      await shared.settle();
    },
    atHand: () => view.all(clock()).map(({ verificationKey }) => verificationKey),
    health: () => {
      const { state, loadedAtMs } = shared.health();
      return { state: state === 'failing' ? 'stale' : 'fresh', ...(loadedAtMs !== undefined && { loadedAtMs }) };
    },
  });
}
