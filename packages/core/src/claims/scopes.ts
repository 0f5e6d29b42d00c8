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
  const isNames =
    typeof roles === 'string' || (Array.isArray(roles) && roles.every((role) => typeof role === 'string'));
  return names(isNames ? roles : undefined, 'roles');
}

function names(value: unknown, claim: string): readonly string[] {
  if (value === undefined) return Object.freeze([]);
  const list: readonly unknown[] =
    typeof value === 'string' ? value.split(' ').filter((name) => name !== '') : asList(value);
  if (!list.every((name) => typeof name === 'string')) throw new InvalidTokenError('malformed', { claim });
  return Object.freeze([...list] as string[]);
}

/** What is no list becomes a list of itself, and so is refused as no list of text. */
function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [undefined];
}
