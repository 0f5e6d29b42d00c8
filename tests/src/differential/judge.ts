import { isNativeError } from 'node:util/types';
import { isJwtGuardError } from '@jwt-guard/core';
import type { TokenReason } from '@jwt-guard/core';
import type { GeneratedToken } from './assemble-token.js';
import { dissect } from './dissection.js';
import type { Dissection } from './dissection.js';
import { forgeryIn } from './forgery.js';
import type { Lane, WeightedLane } from './lane.js';
import type { Peer } from './peers/peer.js';

/** What was said of one token. */
export interface Judgement {
  /** Why ours refused it; undefined when it accepted. */
  readonly refusedAs?: TokenReason;
  /** Of each peer that verifies by the algorithm of the lane. */
  readonly comparisons: readonly Comparison[];
  /** What must not be; empty when all is well. */
  readonly findings: readonly string[];
}

/** What ours and one peer said of one token. */
export interface Comparison {
  readonly peer: string;
  readonly outcome: 'accepted by both' | 'refused by both' | 'false refusal' | 'false acceptance' | 'finding';
  /** The name of the entry of the peer's list that explains it. */
  readonly entry?: string;
  readonly finding?: string;
}

/** Lets ours and all peers verify a token, and judges what they say. */
export type Judge = (generated: GeneratedToken) => Promise<Judgement>;

/** Makes the verifiers of all peers once, one for each lane. */
export function createJudge(lanes: readonly WeightedLane[], peers: readonly Peer[]): Judge {
  const contestants = new Map(lanes.map(({ lane }) => [lane, contestantsOf(lane, peers)]));
  return async (generated) => {
    const { token, lane } = generated;
    const own = contestants.get(lane) ?? [];
    const [ours, ...theirs] = await Promise.all([
      oursOn(generated),
      ...own.map(({ verify }) => accepts(verify, token)),
    ]);
    if (typeof ours === 'object') return { comparisons: [], findings: [ours.finding] };
    const dissection = lazily(() => dissect(token, lane));
    const comparisons = own.map(({ peer }, at) => compare(ours, theirs[at] === true, { peer, dissection }));
    const findings = [...ownFindings(ours, generated), ...comparisons.flatMap(({ finding }) => finding ?? [])];
    return { ...(ours !== 'accepted' && { refusedAs: ours }), comparisons, findings };
  };
}

interface Contestant {
  readonly peer: Peer;
  readonly verify: (token: string) => unknown;
}

function contestantsOf(lane: Lane, peers: readonly Peer[]): readonly Contestant[] {
  return peers
    .filter(({ algorithms }) => algorithms.includes(lane.algorithm))
    .map((peer) => ({ peer, verify: peer.verifierOf(lane) }));
}

/** The keys are at hand here, so the token is at fault, always. */
async function oursOn({ lane, token }: GeneratedToken): Promise<'accepted' | TokenReason | { finding: string }> {
  try {
    await lane.guard.verify(token);
    return 'accepted';
  } catch (error) {
    if (isJwtGuardError(error) && error.code === 'invalid_token') return error.reason as TokenReason;
    return {
      finding: `an unexpected error: ${isNativeError(error) ? `${error.name}: ${error.message}` : String(error)}`,
    };
  }
}

async function accepts(verify: Contestant['verify'], token: string): Promise<boolean> {
  try {
    await verify(token);
    return true;
  } catch {
    return false;
  }
}

/** What the generator knows of a token, whatever a peer says. */
function ownFindings(ours: 'accepted' | TokenReason, generated: GeneratedToken): readonly string[] {
  if (ours !== 'accepted') return generated.mutations.length === 0 ? [`a valid token is refused as ${ours}`] : [];
  const forgery = forgeryIn(generated);
  return forgery === undefined ? [] : [`a forged token is accepted: ${forgery}`];
}

interface Context {
  readonly peer: Peer;
  readonly dissection: () => Dissection;
}

function compare(ours: 'accepted' | TokenReason, theyAccept: boolean, { peer, dissection }: Context): Comparison {
  const { name } = peer;
  if (ours !== 'accepted' && !theyAccept) return { peer: name, outcome: 'refused by both' };
  if (ours !== 'accepted') return theyAlone(ours, { peer, dissection });
  const forbidden = peer.falseAcceptances.find(({ applies }) => applies(dissection()));
  if (forbidden !== undefined)
    return finding(name, `accepted, though "${forbidden.name}" stands on the list of what ${name} alone accepts`);
  if (theyAccept) return { peer: name, outcome: 'accepted by both' };
  const entry = peer.falseRefusals.find(({ applies }) => applies(dissection()));
  if (entry !== undefined) return { peer: name, outcome: 'false refusal', entry: entry.name };
  return finding(name, `accepted by us, refused by ${name}, for no reason on its list`);
}

function theyAlone(reason: TokenReason, { peer, dissection }: Context): Comparison {
  const entry = peer.falseAcceptances.find(
    ({ applies, refusedAs }) => refusedAs.includes(reason) && applies(dissection()),
  );
  if (entry !== undefined) return { peer: peer.name, outcome: 'false acceptance', entry: entry.name };
  return finding(peer.name, `refused as ${reason} by us, accepted by ${peer.name}, for no reason on its list`);
}

function finding(peer: string, text: string): Comparison {
  return { peer, outcome: 'finding', finding: text };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
