import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { allPeers } from '../peers/all-peers.js';
import type { DifferentialReport, Finding } from '../run-differential.js';
import { addTally, emptyTally } from '../tally.js';
import type { Tally } from '../tally.js';
import type { FuzzSettings } from './fuzz-settings.js';
import type { WorkerMessage } from './fuzz-worker.js';

/** Shares the tokens of a run among threads; each has keys of its own. The counts so far are told after each batch. */
export async function runInWorkers(
  settings: FuzzSettings,
  onProgress: (soFar: Tally) => void,
): Promise<DifferentialReport> {
  const tally = emptyTally(allPeers);
  const findings: Finding[] = [];
  await Promise.all(
    shardsOf(settings).map(async (workerData) => {
      const worker = new Worker(new URL('./fuzz-worker.js', import.meta.url), { workerData });
      worker.on('message', (message: WorkerMessage) => {
        if ('findings' in message) findings.push(...message.findings);
        else {
          addTally(tally, message.batch);
          onProgress(tally);
        }
      });
      // Rejects where the thread throws.
      await once(worker, 'exit');
    }),
  );
  return { tally, findings: findings.toSorted((one, other) => one.index - other.index) };
}

function shardsOf({ seed, count, start, workers }: FuzzSettings): readonly object[] {
  const size = Math.ceil(count / workers);
  return Array.from({ length: workers }, (_, at) => ({
    seed,
    start: start + at * size,
    count: Math.min(size, count - at * size),
  })).filter((shard) => shard.count > 0);
}
