import { claimsMutations } from './claims-mutations.js';
import { headerMutations } from './header-mutations.js';
import type { Lane, WeightedLane } from './lane.js';
import { renderMembers } from './members.js';
import type { Members } from './members.js';
import type { Mutation } from './mutation.js';
import { createRandom } from './random.js';
import type { Random } from './random.js';
import { segmentMutations } from './segment-mutations.js';
import { textMutations } from './text-mutations.js';
import { tokenMutations } from './token-mutations.js';
import { validDraft } from './valid-draft.js';

/** A token of the run, and how it came to be. */
export interface GeneratedToken {
  readonly index: number;
  readonly lane: Lane;
  /** The names of what was changed, in order; none for a valid token. */
  readonly mutations: readonly string[];
  /** Whether something was changed, and the right key signed the very bytes that resulted. */
  readonly signedAgain: boolean;
  readonly token: string;
}

/** What share of tokens is left valid, and what share is changed after signing; all others are changed, then signed. */
const shares = { valid: 0.1, changedAfterSigning: 0.25 };

/** Makes the token of this index. All choices follow from seed and index; only keys, and with them signatures, are new in each run. */
export function generateToken(lanes: readonly WeightedLane[], seed: number, index: number): GeneratedToken {
  const random = createRandom(seed, index);
  const lane = pickLane(lanes, random);
  if (random.chance(shares.valid))
    return { index, lane, mutations: [], signedAgain: false, token: sign(lane, random).token };
  const mutations: string[] = [];
  if (random.chance(shares.changedAfterSigning / (1 - shares.valid))) {
    const signed = { token: sign(lane, random).token, other: sign(lane, random).token };
    const { token } = mutate(signed, tokenMutations, { random, trail: mutations, times: 1 });
    return { index, lane, mutations, signedAgain: false, token };
  }
  const { token, isChanged } = sign(lane, random, { trail: mutations, plan: planOf(random) });
  return { index, lane, mutations, signedAgain: isChanged, token };
}

/** How often each layer of a token is changed before it is signed. */
type Plan = Readonly<
  Record<'header' | 'claims' | 'headerText' | 'claimsText' | 'headerSegment' | 'claimsSegment', number>
>;

const nothing: Plan = { header: 0, claims: 0, headerText: 0, claimsText: 0, headerSegment: 0, claimsSegment: 0 };

/** Mostly one change, so that one reason decides; sometimes several, for what only shows in company. */
function planOf(random: Random): Plan {
  const layers = ['claims', 'claims', 'claims', 'claims', 'header', 'header', 'claimsText', 'headerText', 'claimsSegment', 'headerSegment'] as const; // prettier-ignore
  const plan = { ...nothing };
  const changes = random.pick([1, 1, 1, 1, 2, 3]);
  for (let change = 0; change < changes; change += 1) plan[random.pick(layers)] += 1;
  return plan;
}

/** Writes and signs a token, whose layers were changed by plan. `isChanged`: not every change of a text makes another text. */
function sign(
  lane: Lane,
  random: Random,
  { trail = [], plan = nothing }: { trail?: string[]; plan?: Plan } = {},
): { token: string; isChanged: boolean } {
  const draft = validDraft(lane, random);
  const changed = <T>(subject: T, mutations: readonly Mutation<T>[], times: number): T =>
    mutate(subject, mutations, { random, trail, times });
  const header = changed(draft.header, headerMutations, plan.header);
  const claims = changed(draft.claims, claimsMutations, plan.claims);
  const headerText = changed(textOf(header), textMutations, plan.headerText);
  const claimsText = changed(textOf(claims), textMutations, plan.claimsText);
  const headerSegment = changed(headerText.toString('base64url'), segmentMutations, plan.headerSegment);
  const claimsSegment = changed(claimsText.toString('base64url'), segmentMutations, plan.claimsSegment);
  const input = `${headerSegment}.${claimsSegment}`;
  const signature = lane.sign(algorithmOf(header, lane), Buffer.from(input)).toString('base64url');
  const plainInput = [draft.header, draft.claims].map((members) => textOf(members).toString('base64url')).join('.');
  return { token: `${input}.${signature}`, isChanged: input !== plainInput };
}

function textOf(members: Members): Buffer {
  return Buffer.from(renderMembers(members));
}

/** The algorithm that a reader of the header will find: the last one that it names. */
function algorithmOf(header: Members, lane: Lane): string {
  const json = header.findLast(([name]) => name === 'alg')?.[1];
  const named: unknown = json === undefined ? undefined : JSON.parse(json);
  return typeof named === 'string' ? named : lane.algorithm;
}

function mutate<T>(
  subject: T,
  mutations: readonly Mutation<T>[],
  { random, trail, times }: { random: Random; trail: string[]; times: number },
): T {
  let changed = subject;
  for (let time = 0; time < times; time += 1) {
    const { name, apply } = random.pick(mutations);
    changed = apply(changed, random);
    trail.push(name);
  }
  return changed;
}

function pickLane(lanes: readonly WeightedLane[], random: Random): Lane {
  let left = random.below(lanes.reduce((sum, { percent }) => sum + percent, 0));
  for (const { lane, percent } of lanes) {
    if (left < percent) return lane;
    left -= percent;
  }
  throw new RangeError('no lanes');
}
