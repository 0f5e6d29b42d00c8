import { KeysUnavailableError } from '../errors/keys-unavailable-error.js';
import type { Algorithm } from '../signature/algorithms.js';
import { createFetchBudget } from './fetch-budget.js';
import { loadJwkSet } from './jwk-set.js';
import type { JwkSet, UnusableKey } from './jwk-set.js';
import type { KeyQuery, KeySource, KeySourceHealth } from './key-source.js';
import type { VerificationKey } from './verification-key.js';

/** What became of a fetch, for operators. */
export type KeyFetchReport =
  | {
      readonly outcome: 'fetched';
      readonly kids: readonly (string | undefined)[];
      readonly unusable: readonly UnusableKey[];
    }
  | {
      readonly outcome: 'failed';
      readonly error: unknown;
      readonly retryAfterSeconds: number;
      readonly staleKeysUsed: boolean;
    };

/** What a remote key set is made of. */
export interface RemoteJwksOptions {
  /** Fetches the document anew: the key set, or the metadata and then the key set. */
  readonly fetchJwks: (signal: AbortSignal) => Promise<unknown>;
  readonly algorithms: readonly Algorithm[];
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Uniform in [0, 1): spreads the retries of many processes. */
  readonly random: () => number;
  readonly report: (report: KeyFetchReport) => void;
}

const minute = 60_000;
const timeToLiveMs = 10 * minute;
/** How long past its time the last good set serves when the issuer does not answer. */
const staleIfErrorMs = 60 * minute;
const firstBackOffMs = 1_000;
const maxBackOffMs = minute;

/**
 * A key set that is fetched: one fetch for any number of waiting requests, a time to live, back-off after a failure,
 * stale keys for a bounded time, and {@link KeysUnavailableError} when there is nothing. A successful fetch always wins:
 * a key that is no longer published is refused from then on.
 */
export function createRemoteJwks({ fetchJwks, algorithms, clock, random, report }: RemoteJwksOptions): KeySource {
  const closing = new AbortController();
  const unknownKidBudget = createFetchBudget(clock);
  let current: { readonly set: JwkSet; readonly loadedAtMs: number } | undefined;
  let inFlight: Promise<JwkSet> | undefined;
  let failures = 0;
  let retryAtMs = 0;
  let lastError: unknown;

  const ageMs = (): number => (current === undefined ? Infinity : clock() - current.loadedAtMs);

  function find(query: KeyQuery): readonly VerificationKey[] | Promise<readonly VerificationKey[]> {
    if (current === undefined || !isFresh(ageMs())) return findAfterRefresh(query);
    const found = current.set.find(query);
    return found.length === 0 && query.kid !== undefined ? findUnknown(query) : found;
  }

  async function findAfterRefresh(query: KeyQuery): Promise<readonly VerificationKey[]> {
    return (await refresh().catch(staleSet)).find(query);
  }

  /** A kid that is not in a fresh set may have been published since: worth one shared fetch, within the budget. */
  async function findUnknown(query: KeyQuery): Promise<readonly VerificationKey[]> {
    if (inFlight === undefined && !unknownKidBudget.spend()) return [];
    return (await refresh()).find(query);
  }

  function refresh(): Promise<JwkSet> {
    if (inFlight !== undefined) return inFlight;
    if (closing.signal.aborted || clock() < retryAtMs) return Promise.reject(unavailable());
    inFlight = fetchJwks(closing.signal)
      .then((document) => accept(loadJwkSet(document, algorithms)))
      .catch(fail)
      .finally(() => {
        inFlight = undefined;
      });
    return inFlight;
  }

  function accept(set: JwkSet): JwkSet {
    current = { set, loadedAtMs: clock() };
    failures = 0;
    retryAtMs = 0;
    report({ outcome: 'fetched', kids: set.keys.map(({ kid }) => kid), unusable: set.unusable });
    return set;
  }

  function fail(error: unknown): never {
    const backOffMs = Math.min(maxBackOffMs, firstBackOffMs * 2 ** failures);
    failures += 1;
    lastError = error;
    retryAtMs = clock() + firstBackOffMs + random() * (backOffMs - firstBackOffMs);
    report({ outcome: 'failed', error, retryAfterSeconds: retryAfterSeconds(), staleKeysUsed: isUsable(ageMs()) });
    throw unavailable();
  }

  function staleSet(error: unknown): JwkSet {
    if (current !== undefined && isUsable(ageMs())) return current.set;
    throw error;
  }

  const retryAfterSeconds = (): number => Math.max(1, Math.ceil((retryAtMs - clock()) / 1_000));
  const unavailable = (): KeysUnavailableError =>
    new KeysUnavailableError({ retryAfterSeconds: retryAfterSeconds(), cause: lastError });

  return Object.freeze({
    find,
    hydrate: async () => {
      if (current === undefined || !isFresh(ageMs())) await refresh();
    },
    health: (): KeySourceHealth =>
      current === undefined ? { state: 'never' } : { state: stateAt(ageMs()), loadedAtMs: current.loadedAtMs },
    close: () => {
      closing.abort();
    },
  });
}

/** A clock that was set back would make a set fresh for ever: an age below zero is not fresh. */
function isFresh(ageMs: number): boolean {
  return ageMs >= 0 && ageMs < timeToLiveMs;
}

function isUsable(ageMs: number): boolean {
  return ageMs < timeToLiveMs + staleIfErrorMs;
}

function stateAt(ageMs: number): KeySourceHealth['state'] {
  if (isFresh(ageMs)) return 'fresh';
  return isUsable(ageMs) ? 'stale' : 'expired';
}
