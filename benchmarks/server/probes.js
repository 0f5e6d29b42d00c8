import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

const resolutionMs = 1;
const gcRounds = 2;
let delays;
let collections;
let longestGcMs;
let atBegin;

/** What a process can tell of itself, by name: answered over its channel to the process that started it. */
export const probes = {
  /** Microseconds of processor time. */
  cpu: () => process.cpuUsage(),
  /** Begins a window in which the event loop is watched; the watching is a timer of one millisecond, so it is not always on. */
  begin: () => {
    delays = monitorEventLoopDelay({ resolution: resolutionMs });
    delays.enable();
    longestGcMs = 0;
    collections = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longestGcMs = Math.max(longestGcMs, duration);
    });
    collections.observe({ entryTypes: ['gc'] });
    atBegin = { cpu: process.cpuUsage(), utilization: performance.eventLoopUtilization(), at: performance.now() };
    return {};
  },
  /**
   * Ends it.
   *
   * @returns by how many milliseconds the loop was late, what part of the window it was busy, how many processors all
   *   threads of the process kept busy, and how long the longest garbage collection took
   */
  end: () => {
    delays.disable();
    collections.disconnect();
    const { user, system } = process.cpuUsage(atBegin.cpu);
    return {
      delayMs: { p50: delayOf(delays.percentile(50)), p99: delayOf(delays.percentile(99)), max: delayOf(delays.max) },
      utilization: performance.eventLoopUtilization(atBegin.utilization).utilization,
      processors: (user + system) / 1_000 / (performance.now() - atBegin.at),
      longestGcMs,
    };
  },
  /** Bytes of the heap, and of the process, that are left after a forced collection; needs `--expose-gc`. */
  heap: () => {
    for (let round = 0; round < gcRounds; round += 1) globalThis.gc();
    const { heapUsed, rss } = process.memoryUsage();
    return { heapUsed, rss };
  },
  /** What would keep the process alive, counted by kind. */
  resources: () => {
    const counts = {};
    for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  },
};

/** The histogram counts from one firing of its timer to the next. */
function delayOf(nanoseconds) {
  return Math.max(0, nanoseconds / 1e6 - resolutionMs);
}
