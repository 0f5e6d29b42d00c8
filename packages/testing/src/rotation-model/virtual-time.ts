import type { ScheduleTime } from './rotation-driver.js';

interface Sleeper {
  readonly wakesAtMs: number;
  readonly wake: () => void;
}

/** Time that passes only when everybody sleeps: a schedule of minutes runs in a millisecond, always in the same order. */
export function createVirtualTime(startMs = 1_800_000_000_000): ScheduleTime {
  let nowMs = startMs;
  const sleepers: Sleeper[] = [];

  return Object.freeze<ScheduleTime>({
    now: () => nowMs,
    sleep: (ms) =>
      new Promise((wake) => {
        const wakesAtMs = nowMs + Math.max(0, Math.round(ms));
        const later = sleepers.findIndex((other) => other.wakesAtMs > wakesAtMs);
        sleepers.splice(later === -1 ? sleepers.length : later, 0, { wakesAtMs, wake });
      }),
    run: async (work) => {
      let running = true;
      const ended = (): void => void (running = false);
      const done = work();
      done.then(ended, ended);
      for (;;) {
        await allPromisesSettled();
        const next = sleepers.shift();
        if (!isRunning() || next === undefined) break;
        nowMs = next.wakesAtMs;
        next.wake();
      }
      return done;

      function isRunning(): boolean {
        return running;
      }
    },
  });
}

/** A turn of the event loop comes only when no promise has anything left to do. */
function allPromisesSettled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
