import { createAbsentKids } from './absent-kids.js';
import { createFetchBudget } from './fetch-budget.js';
import type { KeyRefresh } from './key-refresh.js';
import type { KeyQuery } from './key-source.js';
import { requireCertainty } from './require-certainty.js';
import type { VerificationKey } from './verification-key.js';

type Found = readonly VerificationKey[];

/** Looks for kids that a fresh key set does not hold. */
export interface UnknownKids {
  /** @throws {KeysUnavailableError} When nobody knows whether there is such a key by now. */
  find(query: KeyQuery, kid: string): Promise<Found>;
}

/**
 * A kid that is not in a fresh set may have been published since: worth one shared fetch, within a budget. Tokens whose key
 * is at hand never come here, so that a flood of made-up kids neither delays nor rejects them.
 *
 * @param clock - epoch milliseconds
 */
export function createUnknownKids(refresh: KeyRefresh, clock: () => number): UnknownKids {
  const budget = createFetchBudget(clock);
  const absent = createAbsentKids(clock);

  /** After a failure the back-off bounds the fetches instead, and until one succeeds nobody knows: that is no 401. */
  function mayFetchFor(kid: string): boolean {
    if (refresh.isUnderWay()) return true;
    if (absent.has(kid)) return false;
    return refresh.failures() > 0 || budget.spend();
  }

  /** Where even the place of the set is in doubt, a key may be elsewhere. */
  function missing(): Found {
    requireCertainty(refresh);
    return [];
  }

  async function fetchAndFind(query: KeyQuery): Promise<Found> {
    return (await refresh.run('missing')).find(query);
  }

  return Object.freeze<UnknownKids>({
    find: async (query, kid) => {
      // A fetch that is under way may have started before the key was published: it can answer yes, and never no.
      const early = refresh.isUnderWay() ? await fetchAndFind(query) : [];
      if (early.length > 0) return early;
      if (!mayFetchFor(kid)) return missing();
      const found = await fetchAndFind(query);
      if (found.length > 0) return found;
      absent.note(kid);
      return missing();
    },
  });
}
