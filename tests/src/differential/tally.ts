import type { GeneratedToken } from './assemble-token.js';
import type { Judgement } from './judge.js';
import type { Peer } from './peers/peer.js';

/** How often something was met, by its name. */
export type Counts = Map<string, number>;

/** The counts of a run. It can be sent between threads. */
export interface Tally {
  tokens: number;
  /** Tokens that were changed and then signed by the right key. */
  signedAgain: number;
  accepted: number;
  /** Why ours refused. */
  readonly reasons: Counts;
  /** How many tokens each kind of change was made to. */
  readonly mutations: Counts;
  readonly peers: ReadonlyMap<string, PeerTally>;
}

/** How the verdicts of one peer compare with ours. */
export interface PeerTally {
  readonly outcomes: Counts;
  readonly falseRefusals: Counts;
  readonly falseAcceptances: Counts;
}

/** Starts at nothing; each entry of each list is there from the start, so that one that is never met shows. */
export function emptyTally(peers: readonly Peer[]): Tally {
  const zeros = (entries: readonly { name: string }[]): Counts => new Map(entries.map(({ name }) => [name, 0]));
  const own = ({ name, falseRefusals, falseAcceptances }: Peer): readonly [string, PeerTally] => [
    name,
    {
      outcomes: new Map(),
      falseRefusals: zeros(falseRefusals),
      falseAcceptances: zeros(falseAcceptances),
    },
  ];
  return {
    tokens: 0,
    signedAgain: 0,
    accepted: 0,
    reasons: new Map(),
    mutations: new Map(),
    peers: new Map(peers.map(own)),
  };
}

/** Counts one token. */
export function count(tally: Tally, generated: GeneratedToken, { refusedAs, comparisons }: Judgement): void {
  tally.tokens += 1;
  if (generated.signedAgain) tally.signedAgain += 1;
  if (refusedAs === undefined) tally.accepted += 1;
  else add(tally.reasons, refusedAs);
  for (const name of new Set(generated.mutations)) add(tally.mutations, name);
  for (const { peer, outcome, entry } of comparisons) {
    const own = tally.peers.get(peer);
    if (own === undefined) continue;
    add(own.outcomes, outcome);
    if (entry !== undefined) add(outcome === 'false refusal' ? own.falseRefusals : own.falseAcceptances, entry);
  }
}

/** Adds the counts of one part of a run to those of the whole. */
export function addTally(whole: Tally, part: Tally): void {
  whole.tokens += part.tokens;
  whole.signedAgain += part.signedAgain;
  whole.accepted += part.accepted;
  addCounts(whole.reasons, part.reasons);
  addCounts(whole.mutations, part.mutations);
  for (const [name, own] of whole.peers) {
    const other = part.peers.get(name);
    if (other === undefined) continue;
    addCounts(own.outcomes, other.outcomes);
    addCounts(own.falseRefusals, other.falseRefusals);
    addCounts(own.falseAcceptances, other.falseAcceptances);
  }
}

function addCounts(whole: Counts, part: Counts): void {
  for (const [name, number] of part) add(whole, name, number);
}

function add(counts: Counts, name: string, number = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + number);
}
