import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { ownClaim } from '../token/own-claim.js';
import type { JsonObject } from '../token/strict-json.js';
import { claimAt } from './claim-at.js';

/** Reads a list of names from the claims: a claim path (`realm_access.roles`), or a function of the claims. */
export type NamesReader = string | ((claims: JsonObject) => readonly string[] | undefined);

/**
 * The scopes that a token grants: from `scope` (names separated by single spaces, RFC 6749 §3.3), else from `scp` (the same,
 * or a list), never both.
 *
 * @throws {InvalidTokenError} `malformed` when the claim has another type.
 */
export function readScopes(claims: JsonObject): readonly string[] {
  const scope = ownClaim(claims, 'scope');
  if (scope === undefined) return names(ownClaim(claims, 'scp'), 'scp');
  if (typeof scope !== 'string') throw new InvalidTokenError('malformed', { claim: 'scope' });
  return names(scope, 'scope');
}

/**
 * Reads names where an option says they are.
 *
 * @throws {InvalidTokenError} `malformed` when there is something other than text or a list of text.
 */
export function readNames(claims: JsonObject, reader: NamesReader): readonly string[] {
  if (typeof reader === 'string') return names(claimAt(claims, reader), reader);
  try {
    return names(reader(claims), reader.name);
  } catch (cause) {
    throw new InvalidTokenError('malformed', { cause });
  }
}

/** The roles in the claim `roles`. No standard names it, so a claim of another shape means something else, and grants nothing. */
export function readRoles(claims: JsonObject): readonly string[] {
  const roles = ownClaim(claims, 'roles');
  return names(typeof roles === 'string' || isNames(roles) ? roles : undefined, 'roles');
}

const none: readonly string[] = Object.freeze([]);

function names(value: unknown, claim: string): readonly string[] {
  if (value === undefined) return none;
  if (typeof value === 'string') return Object.freeze(words(value));
  if (!isNames(value)) throw new InvalidTokenError('malformed', { claim });
  return Object.freeze([...value]);
}

function words(text: string): readonly string[] {
  const parts = text.split(' ');
  return parts.includes('') ? parts.filter((part) => part !== '') : parts;
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
