import type { Lane } from './lane.js';
import { renderMembers } from './members.js';
import type { Members } from './members.js';
import { createRandom } from './random.js';
import { noSteps } from './recipe.js';
import type { Recipe, Step } from './recipe.js';

/** A token of the run, and how it came to be. */
export interface GeneratedToken {
  readonly recipe: Recipe;
  readonly index: number;
  readonly lane: Lane;
  /** The names of what was changed, in order; none for a valid token. */
  readonly mutations: readonly string[];
  /** Whether something was changed, and the right key signed the very bytes that resulted. */
  readonly signedAgain: boolean;
  readonly token: string;
  /** All tokens here that the key of the lane signed by its own algorithm: every other one is forged. */
  readonly genuine: readonly string[];
}

/** Makes a token as its recipe says. Only keys, and with them signatures, are new in each run. */
export function assembleToken(recipe: Recipe): GeneratedToken {
  const { index, lane, steps } = recipe;
  const first = written(recipe);
  const made = { recipe, index, lane, mutations: namesIn(recipe) };
  if (steps.token.length === 0)
    return { ...made, token: first.token, signedAgain: first.isChanged && first.isGenuine, genuine: genuine([first]) };
  const second = written({ ...recipe, draft: recipe.other, steps: noSteps, signer: 'the issuer' });
  const { token } = changed({ token: first.token, other: second.token }, steps.token);
  return { ...made, token, signedAgain: false, genuine: genuine([first, second]) };
}

interface Written {
  readonly token: string;
  /** Not every change of a text makes another text. */
  readonly isChanged: boolean;
  /** Signed by the algorithm that the key is meant for. */
  readonly isGenuine: boolean;
}

function namesIn({ steps, signer }: Recipe): readonly string[] {
  const changes = Object.values(steps).flatMap((own: readonly { mutation: { name: string } }[]) =>
    own.map(({ mutation }) => mutation.name),
  );
  return signer === 'the issuer' ? changes : [...changes, `signed by ${signer}`];
}

function written({ lane, draft: { header, claims }, steps, signer }: Recipe): Written {
  const { sign } = signer === 'the issuer' ? lane : lane.stranger;
  const shown: Members = signer === 'a stranger who shows the key' ? [['jwk', lane.stranger.jwk]] : [];
  const members = changed([...header, ...shown], steps.header);
  const headerText = changed(textOf(members), steps.headerText);
  const claimsText = changed(textOf(changed(claims, steps.claims)), steps.claimsText);
  const input = [
    changed(headerText.toString('base64url'), steps.headerSegment),
    changed(claimsText.toString('base64url'), steps.claimsSegment),
  ].join('.');
  const algorithm = algorithmOf(members, lane);
  const signature = sign(algorithm, Buffer.from(input)).toString('base64url');
  const plainInput = [header, claims].map((plain) => textOf(plain).toString('base64url')).join('.');
  return {
    token: `${input}.${signature}`,
    isChanged: input !== plainInput,
    isGenuine: signer === 'the issuer' && algorithm === lane.algorithm,
  };
}

function genuine(all: readonly Written[]): readonly string[] {
  return all.filter(({ isGenuine }) => isGenuine).map(({ token }) => token);
}

function textOf(members: Members): Buffer {
  return Buffer.from(renderMembers(members));
}

/** The algorithm that a reader of the header will find: the last one that it names. */
function algorithmOf(header: Members, lane: Lane): string {
  const json = header.findLast(([name]) => name === 'alg')?.[1];
  const named: unknown = json === undefined ? undefined : JSON.parse(json);
  return typeof named === 'string' ? named : lane.algorithm;
}

function changed<T>(subject: T, steps: readonly Step<T>[]): T {
  return steps.reduce((state, { mutation, randomSeed }) => mutation.apply(state, createRandom(randomSeed, 0)), subject);
}
