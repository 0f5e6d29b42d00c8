import { createAgingSet } from './aging-set.js';
import { createKeyRefresh } from './key-refresh.js';
import type { KeyFetchReport, KeyRefresh, KeyRefreshOptions } from './key-refresh.js';
import type { JwkSet } from './jwk-set.js';
import type { KeyHolder, KeyQuery } from './key-source.js';
import { requireCertainty } from './require-certainty.js';
import { createUnknownKids } from './unknown-kids.js';
import type { VerificationKey } from './verification-key.js';

/** How a fetched key set is made. */
export interface RemoteJwksOptions extends KeyRefreshOptions {
  /** How long past its time the last good set serves while the issuer does not answer. */
  readonly staleIfErrorMs: number;
}

type Found = readonly VerificationKey[];

/**
 * A key set that is fetched. No request waits for the network while the key that it needs is at hand: a newer set is
 * fetched in the background, before the one at hand has aged. Only after a pause, when that time has passed unnoticed, do
 * requests wait once. One fetch for any number of waiting requests, back-off
 * after a failure, stale keys for a bounded time, and a `KeysUnavailableError` when there is nothing. A successful fetch
 * always wins: a key that is no longer published is refused from then on.
 */
export function createRemoteJwks(options: RemoteJwksOptions): KeyHolder {
  const current = createAgingSet(options);
  const refresh = createKeyRefresh(current, { ...options, report });
  const unknownKids = createUnknownKids(refresh, options.clock);
  /** Stale keys are told of once for each failure, not for each token. */
  let staleUseTold = false;
  /** The fetch that is under way was begun in the background, before the set was past its time. */
  let begunInTime = false;

  function report(outcome: KeyFetchReport): void {
    staleUseTold = outcome.outcome === 'stale-used';
    begunInTime = false;
    options.report(outcome);
  }

  const held = (query: KeyQuery): Found => current.usable()?.find(query) ?? [];

  function find(query: KeyQuery): Found | Promise<Found> {
    const found = held(query);
    if (found.length > 0) return mayServe() ? atHand(found) : findOverdue(query, found);
    if (!current.isFresh()) return findAfterFetch(query);
    return query.kid === undefined ? found : unknownKids.find(query, query.kid);
  }

  /** Past their time keys serve while the fetch that was begun before is under way, and after one that failed. */
  const mayServe = (): boolean => current.isFresh() || refresh.failures() > 0 || begunInTime;

  /** Serves at once; whatever is to be fetched is fetched meanwhile. */
  function atHand(found: Found): Found {
    if (!current.isDue()) return found;
    if (!staleUseTold && refresh.failures() > 0 && !current.isFresh())
      report({ outcome: 'stale-used', ...current.ages() });
    begunInTime ||= current.isFresh() && !refresh.isUnderWay();
    refresh.runInBackground();
    return found;
  }

  /**
   * After a time without requests the set is past its time, and no fetch has been tried: a key of it may long be withdrawn.
   * So this once the network is waited for; where it fails, the keys at hand serve like any stale ones.
   */
  async function findOverdue(query: KeyQuery, found: Found): Promise<Found> {
    const set = await refresh.run('due').catch(() => undefined);
    return set === undefined ? atHand(found) : findIn(set, query);
  }

  /** Without a fresh set nobody knows which keys there are; where it cannot be had, that is no 401. */
  const findAfterFetch = async (query: KeyQuery): Promise<Found> => findIn(await refresh.run('missing'), query);

  function findIn(set: JwkSet, query: KeyQuery): Found {
    const found = set.find(query);
    if (found.length === 0) requireCertainty(refresh);
    return found;
  }

  return Object.freeze<KeyHolder>({
    find,
    held,
    hydrate: async () => {
      if (!current.isFresh()) await refresh.run('due');
    },
    reload: () => reload(refresh),
    atHand: () => current.usable()?.keys ?? [],
    health: () => ({ ...current.health(), failures: refresh.failures() }),
    close: refresh.close,
  });
}

/** A fetch that is under way may have been answered before the set was changed: it does not count. */
async function reload(refresh: KeyRefresh): Promise<void> {
  if (refresh.isUnderWay()) await refresh.run('missing').catch(() => undefined);
  await refresh.run('missing');
  requireCertainty(refresh);
}
