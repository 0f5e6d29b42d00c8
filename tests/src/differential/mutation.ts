import type { Random } from './random.js';

/** A change of something that makes a token another one: of members, of bytes, of a segment, of the whole. */
export interface Mutation<T> {
  /** What is changed, for reports. */
  readonly name: string;
  readonly apply: (subject: T, random: Random) => T;
}
