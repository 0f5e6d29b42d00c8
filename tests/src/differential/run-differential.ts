import { compareVerdicts } from './compare-verdicts.js';
import type { Comparison } from './compare-verdicts.js';
import { deliberateRefusals } from './deliberate.js';
import { generateToken } from './generate-token.js';
import type { GeneratedToken } from './generate-token.js';
import type { WeightedLane } from './lane.js';
import type { RunSettings } from './run-settings.js';

/** What came of a run. */
export interface DifferentialReport extends RunSettings {
  readonly seconds: number;
  /** Tokens that were changed and then signed by the right key. */
  readonly signedAgain: number;
  readonly acceptedByBoth: number;
  readonly refusedByBoth: number;
  /** How often each deliberate reason was met, by its name. */
  readonly deliberate: ReadonlyMap<string, number>;
  /** The first of what must not be; each says how to make it again. */
  readonly faults: readonly string[];
}

/** Tokens in flight: enough to keep the thread pool busy. */
const batchSize = 256;
const maxFaults = 20;

/** Lets both verify all tokens of a run. It stops early where faults abound. */
export async function runDifferential(
  lanes: readonly WeightedLane[],
  { seed, count, start }: RunSettings,
): Promise<DifferentialReport> {
  const startedAt = performance.now();
  const totals = { signedAgain: 0, acceptedByBoth: 0, refusedByBoth: 0 };
  const deliberate = new Map(deliberateRefusals.map(({ name }) => [name, 0]));
  const faults: string[] = [];
  for (let done = 0; done < count && faults.length < maxFaults; done += batchSize) {
    const indexes = Array.from({ length: Math.min(batchSize, count - done) }, (_, offset) => start + done + offset);
    const judged = indexes.map(async (index) => {
      const generated = generateToken(lanes, seed, index);
      return [generated, await compareVerdicts(generated)] as const;
    });
    for (const [generated, comparison] of await Promise.all(judged)) tally(generated, comparison);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { seed, count, start, seconds, ...totals, deliberate, faults: faults.slice(0, maxFaults) };

  function tally(generated: GeneratedToken, comparison: Comparison): void {
    if (generated.signedAgain) totals.signedAgain += 1;
    if (comparison.outcome === 'accepted by both') totals.acceptedByBoth += 1;
    if (comparison.outcome === 'refused by both') totals.refusedByBoth += 1;
    if (comparison.outcome === 'deliberately refused')
      deliberate.set(comparison.refusal.name, (deliberate.get(comparison.refusal.name) ?? 0) + 1);
    if (comparison.outcome === 'fault') faults.push(describe(comparison.fault, generated, seed));
  }
}

function describe(fault: string, { index, lane, mutations, token }: GeneratedToken, seed: number): string {
  return `${fault}\n  SEED=${seed} START=${index} COUNT=1, ${lane.name}: ${mutations.join(', ') || 'unchanged'}\n  ${token}`;
}
