import { KeysUnavailableError } from '../errors/keys-unavailable-error.js';
import type { Algorithm } from '../signature/algorithms.js';
import type { AgingSet, SetAges } from './aging-set.js';
import { createBackOff } from './back-off.js';
import { RefusedFetchError } from './fetch-document.js';
import { loadJwkSet } from './jwk-set.js';
import type { JwkSet, UnusableKey } from './jwk-set.js';
import type { FetchedJwks, FetchJwks, JwksVersion, MetadataDoubt } from './jwks-fetcher.js';
import { keyChanges } from './key-changes.js';
import type { KeyChanges } from './key-changes.js';
import { createSingleFlight } from './single-flight.js';

/** What became of a key set, for operators. */
export type KeyFetchReport =
  | FetchedReport
  | {
      readonly outcome: 'failed';
      readonly error: unknown;
      readonly retryAfterSeconds: number;
      readonly staleKeysUsed: boolean;
      readonly durationMs: number;
    }
  | ({ readonly outcome: 'stale-used' } & SetAges)
  | ({ readonly outcome: 'metadata-failed' } & MetadataDoubt);

interface FetchedReport extends KeyChanges {
  readonly outcome: 'fetched';
  readonly kids: readonly (string | undefined)[];
  readonly unusable: readonly UnusableKey[];
  /** The set at hand is still the newest. */
  readonly unchanged: boolean;
  readonly durationMs: number;
}

/** What a refresh is made of. */
export interface KeyRefreshOptions {
  readonly fetchJwks: FetchJwks;
  /** Whose keys they are. */
  readonly issuer: string;
  readonly algorithms: readonly Algorithm[];
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Uniform in [0, 1): spreads the retries of many processes. */
  readonly random: () => number;
  readonly report: (report: KeyFetchReport) => void;
}

/** Why keys are fetched: their time has come, or a key is missing, and then the metadata are read again too. */
export type RefreshReason = 'due' | 'missing';

/** Fetches a key set anew. */
export interface KeyRefresh {
  /**
   * Joins the fetch that is under way, or starts one.
   *
   * @throws {KeysUnavailableError} When it fails, or when it is too early to try again.
   */
  run(reason: RefreshReason): Promise<JwkSet>;
  /** Starts a fetch that nobody waits for, unless one is under way or it is too early. */
  runInBackground(): void;
  isUnderWay(): boolean;
  /** Why nobody knows whether the set that was fetched last is still in its place; undefined where that is known. */
  readonly doubt: () => MetadataDoubt | undefined;
  /** How many fetches have failed since the last that did not. */
  readonly failures: () => number;
  /** Ends the fetch that is under way; there will be no other. */
  readonly close: () => void;
}

/** Puts each fetched set into `current`: one fetch for any number of callers, and back-off after a failure. */
export function createKeyRefresh(
  current: AgingSet,
  { fetchJwks, issuer, algorithms, clock, random, report }: KeyRefreshOptions,
): KeyRefresh {
  const closing = new AbortController();
  const backOff = createBackOff(clock, random);
  const flight = createSingleFlight(load);
  let version: JwksVersion | undefined;
  let lastError: unknown;

  const mayRun = (): boolean => !closing.signal.aborted && !backOff.isWaiting();

  async function load(reason: RefreshReason): Promise<JwkSet> {
    if (!mayRun()) throw unavailable();
    const startedAtMs = performance.now();
    try {
      const anew = reason === 'missing' || backOff.failures() > 0;
      return accept(await fetchJwks({ signal: closing.signal, previous: version, anew }), startedAtMs);
    } catch (error) {
      return fail(error, startedAtMs);
    }
  }

  /** The set is checked before it takes the place of the one at hand, and its place and validator with it. */
  function accept({ jwks, maxAgeMs, version: fetched }: FetchedJwks, startedAtMs: number): JwkSet {
    const last = current.last();
    const set = jwks === undefined && last !== undefined ? last : loadJwkSet(jwks, algorithms, issuer);
    current.replace(set, maxAgeMs);
    version = fetched;
    backOff.noteSuccess();
    report({ ...fetchedReport(set, last), durationMs: performance.now() - startedAtMs });
    if (fetched.doubt !== undefined) report({ outcome: 'metadata-failed', ...fetched.doubt });
    return set;
  }

  function fail(error: unknown, startedAtMs: number): never {
    backOff.noteFailure(retryAfterOf(error));
    lastError = error;
    const retryAfterSeconds = backOff.retryAfterSeconds();
    const staleKeysUsed = current.usable() !== undefined;
    report({ outcome: 'failed', error, retryAfterSeconds, staleKeysUsed, durationMs: performance.now() - startedAtMs });
    throw unavailable();
  }

  const unavailable = (): KeysUnavailableError =>
    new KeysUnavailableError({ retryAfterSeconds: backOff.retryAfterSeconds(), cause: lastError });

  return Object.freeze<KeyRefresh>({
    ...flight,
    failures: backOff.failures,
    doubt: () => version?.doubt,
    runInBackground: () => {
      if (mayRun() && !flight.isUnderWay()) flight.run('due').catch(() => undefined); // It was reported.
    },
    close: closing.abort.bind(closing),
  });
}

function fetchedReport(set: JwkSet, last: JwkSet | undefined): Omit<FetchedReport, 'durationMs'> {
  const changes = keyChanges(last?.keys ?? set.keys, set.keys);
  const kids = set.keys.map(({ kid }) => kid);
  return { outcome: 'fetched', kids, unusable: set.unusable, unchanged: set === last, ...changes };
}

/** The longest of the waits that the servers asked for: discovery asks several. */
function retryAfterOf(error: unknown): number {
  if (error instanceof AggregateError) return Math.max(...error.errors.map(retryAfterOf));
  return error instanceof RefusedFetchError ? (error.retryAfterMs ?? 0) : 0;
}
