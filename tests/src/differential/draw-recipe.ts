import { claimsMutations } from './claims-mutations.js';
import { headerMutations } from './header-mutations.js';
import type { Lane, WeightedLane } from './lane.js';
import type { Mutation } from './mutation.js';
import { createRandom } from './random.js';
import type { Random } from './random.js';
import { noSteps } from './recipe.js';
import type { Recipe, Step, Steps } from './recipe.js';
import { segmentMutations } from './segment-mutations.js';
import { textMutations } from './text-mutations.js';
import { tokenMutations } from './token-mutations.js';
import { validDraft } from './valid-draft.js';

/** What share of tokens is left valid, and what share is changed after signing; all others are changed, then signed. Of all, a few are signed by a stranger. */
const shares = { valid: 0.1, changedAfterSigning: 0.25, strangers: 0.02 };

/** Draws how the token of this index is made. All choices follow from seed and index. */
export function drawRecipe(lanes: readonly WeightedLane[], seed: number, index: number): Recipe {
  const random = createRandom(seed, index);
  const lane = pickLane(lanes, random);
  const steps = drawSteps(random);
  const signer = random.chance(shares.strangers)
    ? random.pick(['a stranger', 'a stranger who shows the key'] as const)
    : 'the issuer';
  return { index, lane, draft: validDraft(lane, random), other: validDraft(lane, random), steps, signer };
}

/** Mostly one change, so that one reason decides; sometimes several, for what only shows in company. */
function drawSteps(random: Random): Steps {
  if (random.chance(shares.valid)) return noSteps;
  const isAfterSigning = random.chance(shares.changedAfterSigning / (1 - shares.valid));
  const times = random.pick([1, 1, 1, 1, 2, 3]);
  if (isAfterSigning) return { ...noSteps, token: drawn(tokenMutations, times, random) };
  const changes = Array.from({ length: times }, () => random.pick(layers));
  const own = <T>(layer: Layer, mutations: readonly Mutation<T>[]): readonly Step<T>[] =>
    drawn(mutations, changes.filter((change) => change === layer).length, random);
  return {
    header: own('header', headerMutations),
    claims: own('claims', claimsMutations),
    headerText: own('headerText', textMutations),
    claimsText: own('claimsText', textMutations),
    headerSegment: own('headerSegment', segmentMutations),
    claimsSegment: own('claimsSegment', segmentMutations),
    token: [],
  };
}

type Layer = Exclude<keyof Steps, 'token'>;

const layers: readonly Layer[] = [
  'claims', 'claims', 'claims', 'claims', 'header', 'header', 'claimsText', 'headerText', 'claimsSegment', 'headerSegment',
]; // prettier-ignore

function drawn<T>(mutations: readonly Mutation<T>[], times: number, random: Random): readonly Step<T>[] {
  return Array.from({ length: times }, () => ({
    mutation: random.pick(mutations),
    randomSeed: random.below(2 ** 32),
  }));
}

function pickLane(lanes: readonly WeightedLane[], random: Random): Lane {
  let left = random.below(lanes.reduce((sum, { percent }) => sum + percent, 0));
  for (const { lane, percent } of lanes) {
    if (left < percent) return lane;
    left -= percent;
  }
  throw new RangeError('no lanes');
}
