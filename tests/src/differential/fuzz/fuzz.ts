import { allPeers } from '../peers/all-peers.js';
import { describeReport } from './describe-report.js';
import type { FuzzSettings } from './fuzz-settings.js';
import { runInWorkers } from './run-in-workers.js';

/** How often progress is told. */
const progressSeconds = 15;

/** Shows the tokens to all, prints what came of it, and answers whether all is well. */
export async function fuzz(settings: FuzzSettings): Promise<boolean> {
  const { seed, count, start, workers } = settings;
  const what = count === 1 ? `token ${start}` : `${count} tokens`;
  print(`${what} of seed ${seed}, in ${workers} threads, against ${allPeers.map(({ name }) => name).join(', ')}`);
  const startedAt = performance.now();
  const secondsSoFar = (): number => (performance.now() - startedAt) / 1_000;
  let toldAt = 0;
  const report = await runInWorkers(settings, ({ tokens, accepted }) => {
    if (secondsSoFar() - toldAt < progressSeconds) return;
    toldAt = secondsSoFar();
    print(`${tokens} tokens, ${accepted} accepted, ${toldAt.toFixed(0)} s`);
  });
  print(describeReport(report, { seed, seconds: secondsSoFar() }));
  if (report.tally.tokens < count) print(`Stopped at ${report.tally.tokens} of ${count} tokens.`);
  return report.findings.length === 0 && report.tally.tokens === count;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
