import type { GeneratedToken } from './assemble-token.js';
import { generateToken } from './generate-token.js';
import { createJudge } from './judge.js';
import type { Judge } from './judge.js';
import type { WeightedLane } from './lane.js';
import { minimise } from './minimise.js';
import type { Peer } from './peers/peer.js';
import type { RunSettings } from './run-settings.js';
import { addTally, count, emptyTally } from './tally.js';
import type { Tally } from './tally.js';

/** Who takes part in a run. */
export interface Contest {
  readonly lanes: readonly WeightedLane[];
  readonly peers: readonly Peer[];
}

/** What came of a run. */
export interface DifferentialReport {
  readonly tally: Tally;
  /** The first of what must not be, each at its smallest. */
  readonly findings: readonly Finding[];
}

/** What must not be. */
export interface Finding {
  readonly text: string;
  readonly index: number;
  /** What was changed in the token as it was drawn. */
  readonly mutations: readonly string[];
  readonly smallest: Pick<GeneratedToken, 'mutations' | 'token'> & { readonly lane: string; readonly key: string };
}

/** Tokens in flight: enough to keep the thread pool busy. */
const batchSize = 256;
const maxFindings = 20;

/** Lets all verify every token of a run, and makes each finding small. It stops early where findings abound. */
export async function runDifferential(
  { lanes, peers }: Contest,
  { seed, count: tokens, start }: RunSettings,
  onProgress: (batch: Tally) => void = () => undefined,
): Promise<DifferentialReport> {
  const judge = createJudge(lanes, peers);
  const tally = emptyTally(peers);
  const findings: Finding[] = [];
  for (let done = 0; done < tokens && findings.length < maxFindings; done += batchSize) {
    const indexes = Array.from({ length: Math.min(batchSize, tokens - done) }, (_, offset) => start + done + offset);
    const batch = emptyTally(peers);
    const judged = indexes.map(async (index) => {
      const generated = generateToken(lanes, seed, index);
      return [generated, await judge(generated)] as const;
    });
    for (const [generated, judgement] of await Promise.all(judged)) {
      count(batch, generated, judgement);
      for (const text of judgement.findings)
        if (findings.length < maxFindings) findings.push(await described(text, generated, judge));
    }
    addTally(tally, batch);
    onProgress(batch);
  }
  return { tally, findings };
}

async function described(text: string, generated: GeneratedToken, judge: Judge): Promise<Finding> {
  const { lane, mutations, token } = await minimise(generated, { finding: text, judge });
  const key = Buffer.isBuffer(lane.key)
    ? `secret ${lane.key.toString('base64url')}`
    : JSON.stringify(lane.key.export({ format: 'jwk' }));
  return {
    text,
    index: generated.index,
    mutations: generated.mutations,
    smallest: { mutations, token, lane: lane.name, key },
  };
}
