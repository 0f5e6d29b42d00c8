import { parentPort, workerData } from 'node:worker_threads';
import { createLanes } from '../lane.js';
import { allPeers } from '../peers/all-peers.js';
import { runDifferential } from '../run-differential.js';
import type { Finding } from '../run-differential.js';
import type { RunSettings } from '../run-settings.js';
import type { Tally } from '../tally.js';

/** What a thread tells: the counts of each batch, then what it found. */
export type WorkerMessage = { readonly batch: Tally } | { readonly findings: readonly Finding[] };

const { findings } = await runDifferential(
  { lanes: createLanes(), peers: allPeers },
  workerData as RunSettings,
  (batch) => {
    tell({ batch });
  },
);
tell({ findings });

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}
