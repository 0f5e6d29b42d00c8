/**
 * Mutations of a token, the same for the same seed: flipped bits, changed characters, spliced, doubled and lost parts, one to three in
 * each. They differ from the token and from each other.
 *
 * @param count - how many
 */
export function seededMutations(token: string, seed: number, count: number): readonly string[] {
  const random = mulberry32(seed);
  const below: Below = (limit) => Math.floor(random() * limit);
  const mutations = new Set<string>();
  while (mutations.size < count) {
    let mutation = token;
    for (let rounds = 1 + below(3); rounds > 0; rounds -= 1) mutation = mutate(mutation, below);
    if (mutation !== token) mutations.add(mutation);
  }
  return [...mutations];
}

type Below = (limit: number) => number;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ {}"\\\u00e9';

function mutate(token: string, below: Below): string {
  const at = below(token.length);
  const to = at + 1 + below(16);
  switch (below(6)) {
    case 0: // one bit of one character
      return token.slice(0, at) + String.fromCharCode(token.charCodeAt(at) ^ (1 << below(7))) + token.slice(at + 1);
    case 1: // one character
      return token.slice(0, at) + alphabet.charAt(below(alphabet.length)) + token.slice(at + 1);
    case 2: // one more character
      return token.slice(0, at) + alphabet.charAt(below(alphabet.length)) + token.slice(at);
    case 3: // a part lost
      return token.slice(0, at) + token.slice(to);
    case 4: // a part doubled
      return token.slice(0, to) + token.slice(at);
    default: // cut short
      return token.slice(0, at);
  }
}

/** A small generator of good enough quality, with 32 bits of state. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
