import { insertMember, withMember } from './members.js';
import type { Members } from './members.js';
import type { Mutation } from './mutation.js';
import { nestedValue, oddValues } from './odd-values.js';
import type { Random } from './random.js';

/** Changes of the members of an object, whichever they are. */
export const memberMutations: readonly Mutation<Members>[] = [
  { name: 'drop a member', apply: (members, random) => members.toSpliced(random.below(members.length), 1) },
  { name: 'repeat a member', apply: repeatMember },
  { name: 'repeat a member with another value', apply: repeatWithAnotherValue },
  { name: 'reorder members', apply: (members, random) => members.toSorted(() => random.below(3) - 1) },
  {
    name: 'an odd value',
    apply: (members, random) => withMember(members, anyName(members, random), random.pick(oddValues)),
  },
  {
    name: 'an unknown member',
    apply: (members, random) => insertMember(members, ['x', random.pick(oddValues)], random),
  },
  { name: 'an odd name', apply: (members, random) => insertMember(members, [random.pick(oddNames), '"a"'], random) },
  { name: 'a deep value', apply: (members, random) => insertMember(members, ['deep', deepValue(random)], random) },
  {
    name: 'a long value',
    apply: (members, random) =>
      insertMember(members, ['long', JSON.stringify('x'.repeat(11_700 + random.below(1_000)))], random),
  },
];

const oddNames = [
  '__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', 'toJSON', 'then', '', '\ud800', 'EXP', 'exp ', '\u0000',
]; // prettier-ignore

/** Around the limit of 32 levels, the object itself being the first. */
function deepValue(random: Random): string {
  return nestedValue(random.pick([1, 8, 30, 31, 32, 33, 200]), random.pick(['array', 'object']));
}

function repeatMember(members: Members, random: Random): Members {
  return members.length === 0 ? members : insertMember(members, random.pick(members), random);
}

function repeatWithAnotherValue(members: Members, random: Random): Members {
  if (members.length < 2) return members;
  return insertMember(members, [anyName(members, random), random.pick(members)[1]], random);
}

function anyName(members: Members, random: Random): string {
  return members.length === 0 ? 'a' : random.pick(members)[0];
}
