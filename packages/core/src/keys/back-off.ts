/** Bounds how often an endpoint that fails is asked. */
export interface BackOff {
  /** How many tries have failed since the last that did not. */
  readonly failures: () => number;
  /** Whether it is too early for another try. */
  isWaiting(): boolean;
  /** Whole seconds until the next try, at least 1. */
  retryAfterSeconds(): number;
  /** @param askedForMs - how long the server asks to be left alone, in milliseconds; honoured up to the longest wait */
  noteFailure(askedForMs?: number): void;
  noteSuccess(): void;
}

const firstMs = 1_000;
const maxMs = 60_000;

/**
 * A back-off that doubles from 1 to 60 seconds with each failure, jittered in full above the first second.
 *
 * @param clock - epoch milliseconds
 * @param random - uniform in [0, 1): spreads the retries of many processes
 */
export function createBackOff(clock: () => number, random: () => number): BackOff {
  let failures = 0;
  let retryAtMs = 0;
  const waitMs = (): number => retryAtMs - clock();

  return Object.freeze({
    failures: () => failures,
    // A wait longer than the longest means that the clock was set back.
    isWaiting: () => waitMs() > 0 && waitMs() <= maxMs,
    retryAfterSeconds: () => Math.min(maxMs / 1_000, Math.max(1, Math.ceil(waitMs() / 1_000))),
    noteFailure: (askedForMs = 0) => {
      const jitteredMs = firstMs + random() * (Math.min(maxMs, firstMs * 2 ** failures) - firstMs);
      retryAtMs = clock() + Math.min(maxMs, Math.max(jitteredMs, askedForMs));
      failures += 1;
    },
    noteSuccess: () => {
      failures = 0;
      retryAtMs = 0;
    },
  });
}
