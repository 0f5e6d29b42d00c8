import type { Mutation } from './mutation.js';
import type { Random } from './random.js';

/** Other spellings of a base64url segment; a generous decoder reads the same bytes from many of them. */
export const segmentMutations: readonly Mutation<string>[] = [
  { name: 'padding', apply: (segment, random) => segment + random.pick(['=', '==', '===']) },
  { name: 'right padding', apply: (segment) => segment + '='.repeat((4 - (segment.length % 4)) % 4) },
  { name: 'trailing bits', apply: trailingBits },
  {
    name: 'white space',
    apply: (segment, random) => insert(segment, random.pick([' ', '\n', '\t', '\r\n', '\f']), random),
  },
  { name: 'white space at the end', apply: (segment, random) => segment + random.pick([' ', '\n', '\t']) },
  { name: 'base64 alphabet', apply: (segment) => segment.replaceAll('-', '+').replaceAll('_', '/') },
  { name: 'a stray character', apply: (segment, random) => insert(segment, random.pick(strays), random) },
  { name: 'one character more', apply: (segment) => `${segment}A` },
];

const strays = ['~', '+', '/', '=', '%', '\0', '\u00e9', '\u00a0', '\u200b', '\ufeff', '\u{1f511}', '\ud800', 'Ā'];
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Sets bits of the last character that stand for no byte. */
function trailingBits(segment: string, random: Random): string {
  const free = { 2: 4, 3: 2 }[segment.length % 4];
  if (free === undefined) return segment;
  const last = alphabet.indexOf(segment.slice(-1));
  return segment.slice(0, -1) + alphabet.charAt((last & ~(2 ** free - 1)) | (1 + random.below(2 ** free - 1)));
}

function insert(segment: string, text: string, random: Random): string {
  const at = random.below(segment.length + 1);
  return segment.slice(0, at) + text + segment.slice(at);
}
