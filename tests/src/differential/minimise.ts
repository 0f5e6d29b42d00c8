import { assembleToken } from './assemble-token.js';
import type { GeneratedToken } from './assemble-token.js';
import type { Judge } from './judge.js';
import { stepCount } from './recipe.js';
import type { Recipe, Steps } from './recipe.js';
import type { Draft } from './valid-draft.js';

/** How many other draws of a change are tried for one that makes a shorter token. */
const otherDraws = 16;

/**
 * Looks for the smallest token that still gives a finding: with the fewest changes, then the fewest claims, then the
 * shortest values. Each step is tried alone, again and again until none helps.
 */
export async function minimise(
  generated: GeneratedToken,
  { finding, judge }: { finding: string; judge: Judge },
): Promise<GeneratedToken> {
  let smallest = generated;
  for (let next = await firstThatHolds(smallest); next !== undefined; next = await firstThatHolds(smallest))
    smallest = next;
  return smallest;

  async function firstThatHolds(current: GeneratedToken): Promise<GeneratedToken | undefined> {
    for (const recipe of smallerThan(current.recipe)) {
      const candidate = assembled(recipe);
      if (candidate === undefined || !isSmaller(candidate, current)) continue;
      if ((await judge(candidate)).findings.includes(finding)) return candidate;
    }
    return undefined;
  }
}

/** A change may make no sense of what is left: then that is no candidate. */
function assembled(recipe: Recipe): GeneratedToken | undefined {
  try {
    return assembleToken(recipe);
  } catch {
    return undefined;
  }
}

function isSmaller(candidate: GeneratedToken, current: GeneratedToken): boolean {
  const steps = stepCount(candidate.recipe) - stepCount(current.recipe);
  return steps < 0 || (steps === 0 && candidate.token.length < current.token.length);
}

function* smallerThan(recipe: Recipe): Generator<Recipe> {
  const { steps } = recipe;
  const layers = Object.keys(steps) as (keyof Steps)[];
  const places = layers.flatMap((layer) => steps[layer].map((_step, at) => ({ layer, at })));
  for (const { layer, at } of places) yield { ...recipe, steps: without(steps, layer, at) };
  if (recipe.signer !== 'the issuer') yield { ...recipe, signer: 'the issuer' };
  if (recipe.signer === 'a stranger who shows the key') yield { ...recipe, signer: 'a stranger' };
  for (const draft of smallerDrafts(recipe.draft)) yield { ...recipe, draft };
  for (const other of smallerDrafts(recipe.other)) yield { ...recipe, other };
  for (const { layer, at } of places)
    for (let randomSeed = 0; randomSeed < otherDraws; randomSeed += 1)
      yield { ...recipe, steps: drawnAgain(steps, { layer, at, randomSeed }) };
}

function* smallerDrafts(draft: Draft): Generator<Draft> {
  for (const part of ['claims', 'header'] as const)
    for (const at of draft[part].keys()) yield { ...draft, [part]: draft[part].toSpliced(at, 1) };
}

function without(steps: Steps, layer: keyof Steps, at: number): Steps {
  return { ...steps, [layer]: steps[layer].filter((_step, own) => own !== at) };
}

function drawnAgain(
  steps: Steps,
  { layer, at, randomSeed }: { layer: keyof Steps; at: number; randomSeed: number },
): Steps {
  const own: readonly object[] = steps[layer];
  return { ...steps, [layer]: own.map((step, place) => (place === at ? { ...step, randomSeed } : step)) };
}
