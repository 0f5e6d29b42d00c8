import { terms } from './terms.js';
import type { Lane } from './lane.js';
import type { Member, Members } from './members.js';
import type { Random } from './random.js';

/** A token before it is written: the members of its two objects. */
export interface Draft {
  readonly header: Members;
  readonly claims: Members;
}

const { issuer, audience, nowSeconds } = terms;

/** Draws a token that both accept: what an issuer may leave out is sometimes left out. */
export function validDraft(lane: Lane, random: Random): Draft {
  return { header: validHeader(lane, random), claims: validClaims(random) };
}

function validHeader({ algorithm, kid = 'any' }: Lane, random: Random): Members {
  const types = ['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt', 'application/JWT'];
  return [
    json('alg', algorithm),
    ...sometimes(random, 0.8, json('typ', random.pick(types))),
    ...sometimes(random, 0.7, json('kid', kid)),
  ];
}

function validClaims(random: Random): Members {
  const audiences = [audience, [audience], [audience, 'https://billing.example.com'], ['', audience]];
  return [
    json('iss', issuer),
    json('aud', random.pick(audiences)),
    json('exp', nowSeconds + 1 + random.below(3_600)),
    ...sometimes(random, 0.8, json('sub', random.pick(['alice', 'söner', '🔑', 'auth0|1']))),
    ...sometimes(random, 0.7, json('iat', nowSeconds - random.below(600))),
    ...sometimes(random, 0.4, json('nbf', nowSeconds - random.below(600))),
    ...sometimes(random, 0.5, json('jti', `id-${random.below(1e6)}`)),
    ...sometimes(random, 0.5, json('client_id', 'web')),
    ...sometimes(random, 0.5, json('scope', random.pick(['', 'read', 'read write']))),
    ...sometimes(random, 0.2, json('roles', ['admin'])),
    ...sometimes(random, 0.2, json('nonce', 'n-1')),
    ...sometimes(random, 0.2, json('profile', { tags: ['a', { b: null }], '': 0.5 })),
  ];
}

function json(name: string, value: unknown): Member {
  return [name, JSON.stringify(value)];
}

function sometimes(random: Random, probability: number, member: Member): readonly Member[] {
  return random.chance(probability) ? [member] : [];
}
