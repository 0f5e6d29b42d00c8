import { assembleToken } from './assemble-token.js';
import type { GeneratedToken } from './assemble-token.js';
import { drawRecipe } from './draw-recipe.js';
import type { WeightedLane } from './lane.js';

/** Makes the token of this index: the same for the same seed, but for its signature, whose key is new in each run. */
export function generateToken(lanes: readonly WeightedLane[], seed: number, index: number): GeneratedToken {
  return assembleToken(drawRecipe(lanes, seed, index));
}
