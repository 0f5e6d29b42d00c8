import { InvalidOptionError } from '@jwt-guard/core';

import { dueChange, entryOf, settleOn } from './ring-change.js';
import type { NewKey, RingChange, RingParts } from './ring-change.js';
import type { RingEntry } from './ring-document.js';
import { isSuccessorDue, tidied } from './ring-schedule.js';

/** A ring that many processes share by compare-and-swap, or that one has for itself. */
export interface SharedRing {
  /** Resolves when the view is recent enough to be used; undefined where it is. Nobody waits for a store that is known to fail. */
  readonly settle: () => Promise<void> | undefined;
  /** Loads the ring, and takes the step that is due. */
  readonly refresh: () => Promise<void>;
  /** Loads the ring because a key is looked for that it does not have: at most once a second. */
  refreshForUnknown(): Promise<void>;
  /** Changes the ring. */
  change(change: RingChange): Promise<void>;
  /** An entry for a new key. */
  entryFor(key: NewKey, signsFromMs: number): RingEntry;
  health(): SharedRingHealth;
  readonly close: () => void;
}

/** How a ring is doing. */
export interface SharedRingHealth {
  readonly state: 'fresh' | 'failing';
  /** Epoch milliseconds of the last time that the ring was read well. */
  readonly loadedAtMs?: number;
}

/** The least time between two reloads because of unknown ids, which anybody may send: milliseconds. */
const unknownIntervalMs = 1_000;
/** How often a ring without a store looks whether a step is due, in milliseconds. */
const localTimerMs = 30_000;

/** Makes the machinery of a ring. It does nothing before the first `refresh()`. */
export function createSharedRing<Key>(options: RingParts<Key>): SharedRing {
  const { view, times, clock, refreshMs, unavailable } = options;
  const lastly: Attempts = { attemptedAtMs: -Infinity };
  let queue: Promise<unknown> = Promise.resolve();
  let refreshing: Promise<void> | undefined;

  const change = (next: RingChange): Promise<void> => {
    const run = queue.then(() => attempt(options, lastly, next));
    queue = run.catch(() => undefined);
    return run;
  };
  const refresh = (): Promise<void> => {
    refreshing ??= change(dueChange(options)).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };
  const timer = setInterval(
    () => {
      refresh().catch(() => undefined); // told by keyRingFailed
    },
    spread(refreshMs ?? localTimerMs),
  );
  timer.unref();

  return Object.freeze<SharedRing>({
    settle: () => {
      view.notice(clock());
      if (!isStale(options, lastly)) return undefined;
      const refreshed = refresh().catch(() => undefined);
      return lastly.error === undefined ? refreshed : undefined;
    },
    refresh,
    refreshForUnknown: async () => {
      if (refreshMs === undefined) return;
      const ageMs = clock() - lastly.attemptedAtMs;
      if (refreshing !== undefined || ageMs < 0 || ageMs >= unknownIntervalMs) await refresh();
      else if (lastly.error !== undefined) throw unavailable(lastly.error);
    },
    change,
    entryFor: (key, signsFromMs) => entryOf(key, clock(), { signsFromMs, verifiesMs: times.verifiesMs }),
    health: () => ({
      state: lastly.error === undefined ? 'fresh' : 'failing',
      ...(lastly.loadedAtMs !== undefined && { loadedAtMs: lastly.loadedAtMs }),
    }),
    close: () => {
      clearInterval(timer);
    },
  });
}

/** When the store was asked last, and what became of it. */
interface Attempts {
  attemptedAtMs: number;
  loadedAtMs?: number;
  error?: unknown;
}

/** Whether a step is due, or the view may lack what others did. A store that failed is left alone for a while. */
function isStale<Key>({ view, clock, times, refreshMs }: RingParts<Key>, { attemptedAtMs, error }: Attempts): boolean {
  const nowMs = clock();
  const document = view.current()?.document;
  const isDue =
    document !== undefined && (isSuccessorDue(document, nowMs, times) || tidied(document, nowMs, times) !== document);
  if (refreshMs === undefined || (isDue && error === undefined)) return isDue;
  const ageMs = nowMs - attemptedAtMs;
  return ageMs < 0 || ageMs >= refreshMs;
}

/** One change, and what became of it. */
async function attempt<Key>(options: RingParts<Key>, lastly: Attempts, change: RingChange): Promise<void> {
  const { ring, view, events, clock, unavailable } = options;
  try {
    await settleOn(options, change);
    lastly.loadedAtMs = clock();
    delete lastly.error;
  } catch (error) {
    if (error instanceof InvalidOptionError) throw error;
    lastly.error = error;
    const { loadedAtMs } = lastly;
    events.emit('keyRingFailed', Object.freeze({ ring, ...(loadedAtMs !== undefined && { loadedAtMs }), error }));
    view.notice(clock());
    throw unavailable(error);
  } finally {
    lastly.attemptedAtMs = clock();
  }
}

/** Many processes that started together do not ask together; and the timer comes before a request would have to wait. */
function spread(intervalMs: number): number {
  return intervalMs * (0.8 + 0.15 * Math.random());
}
