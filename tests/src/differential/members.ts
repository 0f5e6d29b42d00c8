import type { Random } from './random.js';

/** A member of a JSON object: its name, and its value as JSON text, which may be none that JSON.stringify would write. */
export type Member = readonly [name: string, json: string];
/** The members of a JSON object in their order. Unlike in an object, a name may stand twice. */
export type Members = readonly Member[];

/** Gives a member another value, or adds it. */
export function withMember(members: Members, name: string, json: string): Members {
  if (!members.some(([existing]) => existing === name)) return [...members, [name, json]];
  return members.map((member) => (member[0] === name ? [name, json] : member));
}

/** Puts members at an arbitrary place. */
export function insertMember(members: Members, member: Member, random: Random): Members {
  return members.toSpliced(random.below(members.length + 1), 0, member);
}

/** Writes members as JSON text. */
export function renderMembers(members: Members): string {
  return `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}
