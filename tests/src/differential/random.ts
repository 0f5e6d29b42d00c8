/** A source of reproducible choices. */
export interface Random {
  /** A whole number from 0 up to, but not including, `end`. */
  below(end: number): number;
  /** One of the items, all equally likely. */
  pick<T>(items: readonly T[]): T;
  /** Whether something happens that has this probability, 0 to 1. */
  chance(probability: number): boolean;
}

/**
 * Makes the choices of one token: the same for the same seed and index, and those of neighbours unrelated, so that any
 * token of a run can be made again alone. Mulberry32.
 */
export function createRandom(seed: number, index: number): Random {
  let state = (Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(index + 1, 0xc2b2_ae35)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return Object.freeze({
    below,
    pick: <T>(items: readonly T[]) => {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[below(items.length)] as T;
    },
    chance: (probability: number) => next() < probability,
  });
}
