import type { JsonObject, JsonValue } from '@jwt-guard/core';

import { TokenNotIssuedError } from '../errors/token-not-issued-error.js';
import type { IsRefusedClaim } from './refused-claims.js';
import { registeredClaims } from './registered-claims.js';

const maxDepth = 16;

/**
 * A copy of a caller's claims, made of what JSON can hold and a strict verifier accepts. The copy is what is signed,
 * so that no getter, proxy or `toJSON` can answer differently the second time.
 *
 * @param isRefused - which names may stand in no token, at any depth
 * @throws {TokenNotIssuedError} For a registered claim, one that is refused by its name, a value that JSON would change or drop in silence
 *   (`NaN`, `undefined` in a list, a `Date`, a `Map`), a lone surrogate, a member `__proto__`, or nesting deeper than 16.
 */
export function jsonClaims(claims: unknown, isRefused: IsRefusedClaim): JsonObject {
  if (!isPlainObject(claims)) throw malformed('claims', 'pass an object of claims.');
  const entries = Object.entries(claims).filter(([, value]) => value !== undefined);
  for (const [name] of entries) refuseRegistered(name);
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const place = { claim: name, isRefused };
      return [allowedName(name, place), jsonValue(value, place, 1)];
    }),
  );
}

/** Where a value stands: the claim that an error names, and the names that are refused in it. */
interface Place {
  readonly claim: string;
  readonly isRefused: IsRefusedClaim;
}

function refuseRegistered(name: string): void {
  if (!registeredClaims.has(name)) return;
  throw new TokenNotIssuedError('registered_claim', {
    claim: name,
    remedy: 'only the issuer sets this claim; use the option of issueAccessToken for it.',
  });
}

function jsonValue(value: unknown, place: Place, depth: number): JsonValue {
  const { claim } = place;
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string' && value.isWellFormed()) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (depth >= maxDepth) throw malformed(claim, `nest claims at most ${maxDepth} levels deep.`);
  if (Array.isArray(value)) return Array.from(value, (item: unknown) => jsonValue(item, place, depth + 1));
  if (isPlainObject(value)) return jsonObject(value, place, depth);
  throw malformed(
    claim,
    'pass only what JSON can hold: well-formed strings, finite numbers, booleans, null, arrays and plain objects.',
  );
}

function jsonObject(object: object, place: Place, depth: number): JsonObject {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [allowedName(name, place), jsonValue(value, place, depth + 1)]),
  );
}

function allowedName(name: string, { claim, isRefused }: Place): string {
  if (name === '__proto__' || !name.isWellFormed())
    throw malformed(claim, 'no member may be named __proto__, or hold a lone surrogate.');
  if (isRefused(name))
    throw new TokenNotIssuedError('secret_claim', {
      claim,
      remedy: `a token can be read by all who hold it; leave ${JSON.stringify(name)} out, or change refusedClaims if the name misleads.`,
    });
  return name;
}

/** By its prototype's prototype: an object of another realm is plain too, a Date or a Map is not. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function malformed(claim: string, remedy: string): TokenNotIssuedError {
  return new TokenNotIssuedError('claim_malformed', { claim, remedy });
}
