import { startProcess } from './start-process.js';

/**
 * Starts a source of load in a process of its own, whose delays are then not those of another source.
 *
 * @param tokens - sent in turn
 * @returns `run({ perSecond, seconds })`, which tells how many were `sent`, the `statuses` of the answers, their
 *   `milliseconds` and `lateMs` (median, p99, the longest), and how many `processors` it kept busy; and `stop()`
 */
export async function startLoad({ name, url, tokens }) {
  const { ask, stop } = startProcess(new URL('load-main.js', import.meta.url), { name });
  await ask({ url, tokens });
  return { run: ask, stop };
}
