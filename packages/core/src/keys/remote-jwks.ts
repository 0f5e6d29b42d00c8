import { createAgingSet } from './aging-set.js';
import { createFetchBudget } from './fetch-budget.js';
import { createKeyRefresh } from './key-refresh.js';
import type { KeyRefreshOptions } from './key-refresh.js';
import type { KeyQuery, KeySource } from './key-source.js';
import type { VerificationKey } from './verification-key.js';

/**
 * A key set that is fetched: one fetch for any number of waiting requests, a time to live, back-off after a failure,
 * stale keys for a bounded time, and a `KeysUnavailableError` when there is nothing. A successful fetch always wins:
 * a key that is no longer published is refused from then on.
 */
export function createRemoteJwks(options: KeyRefreshOptions): KeySource {
  const current = createAgingSet(options.clock);
  const refresh = createKeyRefresh(current, options);
  const unknownKidBudget = createFetchBudget(options.clock);

  function find(query: KeyQuery): readonly VerificationKey[] | Promise<readonly VerificationKey[]> {
    const set = current.fresh();
    if (set === undefined) return findAfterRefresh(query);
    const found = set.find(query);
    return found.length === 0 && query.kid !== undefined ? findUnknown(query) : found;
  }

  async function findAfterRefresh(query: KeyQuery): Promise<readonly VerificationKey[]> {
    try {
      return (await refresh.run()).find(query);
    } catch (error) {
      return findStale(query, error);
    }
  }

  /**
   * A kid that is not in a fresh set may have been published since: worth one shared fetch, within the budget. After a
   * failure the back-off bounds the fetches instead, and until one succeeds nobody knows: that is no 401.
   */
  async function findUnknown(query: KeyQuery): Promise<readonly VerificationKey[]> {
    if (!refresh.isUnderWay() && !refresh.isFailing() && !unknownKidBudget.spend()) return [];
    return (await refresh.run()).find(query);
  }

  /** A key that the stale set does not hold may have been published since: nobody knows, and that is no 401. */
  function findStale(query: KeyQuery, error: unknown): readonly VerificationKey[] {
    const found = current.usable()?.find(query) ?? [];
    if (found.length > 0) return found;
    throw error;
  }

  return Object.freeze({
    find,
    hydrate: async () => {
      if (current.fresh() === undefined) await refresh.run();
    },
    health: () => current.health(),
    close: () => {
      refresh.close();
    },
  } satisfies KeySource);
}
