import type { Lane } from './lane.js';
import type { Members } from './members.js';
import type { Mutation } from './mutation.js';
import type { SignedToken } from './token-mutations.js';
import type { Draft } from './valid-draft.js';

/** One change, with the seed of the choices that it makes: steps beside it can be left out without altering it. */
export interface Step<T> {
  readonly mutation: Mutation<T>;
  readonly randomSeed: number;
}

/** What is changed at each layer of a token, in the order in which the layers are written. */
export interface Steps {
  readonly header: readonly Step<Members>[];
  readonly claims: readonly Step<Members>[];
  readonly headerText: readonly Step<Buffer>[];
  readonly claimsText: readonly Step<Buffer>[];
  readonly headerSegment: readonly Step<string>[];
  readonly claimsSegment: readonly Step<string>[];
  /** After signing. */
  readonly token: readonly Step<SignedToken>[];
}

/** All that a token is made from, but for the keys. */
export interface Recipe {
  readonly index: number;
  readonly lane: Lane;
  readonly draft: Draft;
  /** A second token of the same key, to splice the first with. */
  readonly other: Draft;
  readonly steps: Steps;
  /** Who signs; a stranger has a key of the same kind, and may show it in the header. */
  readonly signer: 'the issuer' | 'a stranger' | 'a stranger who shows the key';
}

/** Changes nothing. */
export const noSteps: Steps = {
  header: [],
  claims: [],
  headerText: [],
  claimsText: [],
  headerSegment: [],
  claimsSegment: [],
  token: [],
};

/** How many changes a recipe holds; a stranger counts as one. */
export function stepCount({ steps, signer }: Recipe): number {
  const perLayer = Object.values(steps) as readonly (readonly unknown[])[];
  return perLayer.reduce((sum, own) => sum + own.length, signer === 'the issuer' ? 0 : 1);
}
