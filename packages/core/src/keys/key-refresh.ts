import { KeysUnavailableError } from '../errors/keys-unavailable-error.js';
import type { Algorithm } from '../signature/algorithms.js';
import type { AgingSet } from './aging-set.js';
import { createBackOff } from './back-off.js';
import { loadJwkSet } from './jwk-set.js';
import type { JwkSet, UnusableKey } from './jwk-set.js';
import { createSingleFlight } from './single-flight.js';

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

/** What a refresh is made of. */
export interface KeyRefreshOptions {
  /** Fetches the document anew: the key set, or the metadata and then the key set. */
  readonly fetchJwks: (signal: AbortSignal) => Promise<unknown>;
  readonly algorithms: readonly Algorithm[];
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Uniform in [0, 1): spreads the retries of many processes. */
  readonly random: () => number;
  readonly report: (report: KeyFetchReport) => void;
}

/** Fetches a key set anew. */
export interface KeyRefresh {
  /**
   * Joins the fetch that is under way, or starts one.
   *
   * @throws {KeysUnavailableError} When it fails, or when it is too early to try again.
   */
  run(): Promise<JwkSet>;
  isUnderWay(): boolean;
  /** Whether the last fetch failed. */
  isFailing(): boolean;
  /** Ends the fetch that is under way; there will be no other. */
  close(): void;
}

/** Puts each fetched set into `current`: one fetch for any number of callers, and back-off after a failure. */
export function createKeyRefresh(
  current: AgingSet,
  { fetchJwks, algorithms, clock, random, report }: KeyRefreshOptions,
): KeyRefresh {
  const closing = new AbortController();
  const backOff = createBackOff(clock, random);
  const flight = createSingleFlight(load);
  let lastError: unknown;

  async function load(): Promise<JwkSet> {
    if (closing.signal.aborted || backOff.isWaiting()) throw unavailable();
    try {
      return accept(loadJwkSet(await fetchJwks(closing.signal), algorithms));
    } catch (error) {
      return fail(error);
    }
  }

  function accept(set: JwkSet): JwkSet {
    current.replace(set);
    backOff.noteSuccess();
    report({ outcome: 'fetched', kids: set.keys.map(({ kid }) => kid), unusable: set.unusable });
    return set;
  }

  function fail(error: unknown): never {
    backOff.noteFailure();
    lastError = error;
    const retryAfterSeconds = backOff.retryAfterSeconds();
    report({ outcome: 'failed', error, retryAfterSeconds, staleKeysUsed: current.usable() !== undefined });
    throw unavailable();
  }

  const unavailable = (): KeysUnavailableError =>
    new KeysUnavailableError({ retryAfterSeconds: backOff.retryAfterSeconds(), cause: lastError });

  return Object.freeze({
    ...flight,
    isFailing: () => backOff.isFailing(),
    close: () => {
      closing.abort();
    },
  });
}
