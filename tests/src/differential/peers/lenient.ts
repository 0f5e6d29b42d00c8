import { deliberateRefusals } from '../deliberate.js';
import type { FalseAcceptance } from './peer.js';

/** What jose refuses as we do, and both jsonwebtoken and fast-jwt accept. */
export const lenient: readonly FalseAcceptance[] = [
  {
    name: 'no UTF-8',
    because: 'RFC 7519 §7.2 has UTF-8; read with U+FFFD in place of what is none, two different users can become one.',
    refusedAs: ['malformed'],
    applies: ({ header, claims }) => !(header.isObject && claims.isObject),
  },
  {
    name: 'an iat that is no number',
    because: 'RFC 7519 §4.1.6 has a number; whoever computes an age from something else gets NaN, which is never too old.',
    refusedAs: ['malformed'],
    applies: ({ claims: { members } }) => 'iat' in members && typeof members['iat'] !== 'number',
  },
  {
    name: 'kid of another key',
    because: 'RFC 7515 §4.1.4: the kid says which key has signed. The peer is given one key and does not look at the name.',
    refusedAs: ['key_not_found', 'signature_mismatch'],
    applies: ({ lane: { kid }, header: { members } }) => kid !== undefined && 'kid' in members && members['kid'] !== kid,
  },
]; // prettier-ignore

/**
 * Takes those of our deliberate refusals over into the list of a peer that it does accept.
 *
 * @throws {RangeError} When a name is none of theirs.
 */
export function deliberateRefusalsBut(...refusedToo: readonly string[]): readonly FalseAcceptance[] {
  const unknown = refusedToo.find((name) => !deliberateRefusals.some((refusal) => refusal.name === name));
  if (unknown !== undefined) throw new RangeError(`no deliberate refusal is named ${unknown}`);
  return deliberateRefusals.filter(({ name }) => !refusedToo.includes(name));
}
