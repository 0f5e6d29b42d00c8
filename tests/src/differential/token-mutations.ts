import type { Mutation } from './mutation.js';
import type { Random } from './random.js';
import { segmentMutations } from './segment-mutations.js';
import { signatureMutations } from './signature-mutations.js';

/** A signed token, and another valid one by the same key to splice it with. */
export interface SignedToken {
  readonly token: string;
  readonly other: string;
}

/** Changes of a token after it was signed: what somebody without the key can do. */
export const tokenMutations: readonly Mutation<SignedToken>[] = [
  ...stringMutations([
    { name: 'another character', apply: (token, random) => replaced(token, random, anyCharacter(random)) },
    { name: 'a flipped bit', apply: flippedBit },
    { name: 'an inserted character', apply: (token, random) => replaced(token, random, anyCharacter(random), 0) },
    { name: 'a missing character', apply: (token, random) => replaced(token, random, '') },
    { name: 'a missing stretch', apply: (token, random) => replaced(token, random, '', 1 + random.below(40)) },
    { name: 'cut short', apply: (token, random) => token.slice(0, random.below(token.length)) },
    { name: 'cut at the front', apply: (token, random) => token.slice(1 + random.below(token.length)) },
    { name: 'fewer segments', apply: (token, random) => token.split('.').toSpliced(random.below(3), 1).join('.') },
    {
      name: 'more segments',
      apply: (token, random) =>
        token
          .split('.')
          .toSpliced(random.below(4), 0, ...random.pick([[''], ['e30'], ['', ''], ['a', 'b']]))
          .join('.'),
    },
    { name: 'an empty segment', apply: (token, random) => withSegment(token, random.below(3), '') },
    {
      name: 'swapped segments',
      apply: (token, random) =>
        token
          .split('.')
          .toSorted(() => random.below(3) - 1)
          .join('.'),
    },
    { name: 'many dots', apply: (token, random) => token + '.'.repeat(1 + random.below(20_000)) },
    {
      name: 'wrapping',
      apply: (token, random) =>
        random.pick([`"${token}"`, `Bearer ${token}`, ` ${token}`, `${token}\n`, `${token},${token}`, `${token}#`]),
    },
    { name: 'JSON serialisation', apply: jsonSerialisation },
    {
      name: 'an unsigned header',
      apply: (token, random) => [unsignedHeader(random), ...token.split('.').slice(1)].join('.'),
    },
  ]),
  { name: 'a splice', apply: splice },
  { name: 'a segment of another token', apply: foreignSegment },
  ...segmentMutations.map(({ name, apply }) => ({
    name: `${name}, after signing`,
    apply: (({ token, other }, random) => {
      const segments = token.split('.');
      const at = random.below(segments.length);
      return { token: segments.with(at, apply(segments[at] ?? '', random)).join('.'), other };
    }) satisfies Mutation<SignedToken>['apply'],
  })),
  ...stringMutations(
    signatureMutations.map(({ name, apply }) => ({
      name,
      apply: (token, random) => {
        const at = token.lastIndexOf('.') + 1;
        return token.slice(0, at) + apply(Buffer.from(token.slice(at), 'base64url'), random).toString('base64url');
      },
    })),
  ),
];

function stringMutations(mutations: readonly Mutation<string>[]): readonly Mutation<SignedToken>[] {
  return mutations.map(({ name, apply }) => ({
    name,
    apply: ({ token, other }, random) => ({ token: apply(token, random), other }),
  }));
}

function anyCharacter(random: Random): string {
  return random.chance(0.7)
    ? random.pick(Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'))
    : random.pick(Array.from('.=+/~ \n\0"{\u00e9\u200b\ufeff'));
}

function replaced(token: string, random: Random, text: string, length = 1): string {
  const at = random.below(token.length + 1);
  return token.slice(0, at) + text + token.slice(at + length);
}

function flippedBit(token: string, random: Random): string {
  const at = random.below(token.length);
  return token.slice(0, at) + String.fromCharCode(token.charCodeAt(at) ^ (1 << random.below(8))) + token.slice(at + 1);
}

function jsonSerialisation(token: string, random: Random): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return JSON.stringify(
    random.chance(0.5)
      ? { protected: header, payload, signature }
      : { payload, signatures: [{ protected: header, signature, header: { kid: token } }] },
  );
}

function unsignedHeader(random: Random): string {
  return Buffer.from(JSON.stringify({ alg: random.pick(['none', 'None', '']), typ: 'JWT' })).toString('base64url');
}

function splice({ token, other }: SignedToken, random: Random): SignedToken {
  const at = random.below(Math.min(token.length, other.length));
  return { token: token.slice(0, at) + other.slice(at), other };
}

function foreignSegment({ token, other }: SignedToken, random: Random): SignedToken {
  const at = random.below(3);
  return { token: withSegment(token, at, other.split('.')[at] ?? ''), other };
}

/** A token that was changed before may have fewer segments. */
function withSegment(token: string, at: number, segment: string): string {
  return token
    .split('.')
    .map((own, index) => (index === at ? segment : own))
    .join('.');
}
