import { types } from 'node:util';
import { InsufficientScopeError } from '../errors/insufficient-scope-error.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nonEmptyString } from '../options/option-checks.js';
import { ownClaim } from '../token/own-claim.js';
import type { JsonValue } from '../token/strict-json.js';
import type { Requirement } from './requirement.js';

/** The value that a claim must have, or a function that answers true for a value that will do (undefined: absent). */
export type ClaimExpectation = string | number | boolean | ((value: JsonValue | undefined) => boolean);

/**
 * Requires a claim to have exactly this value, or to satisfy a predicate. A list that holds the value is not the value.
 *
 * @param name - the claim's own name, not a path
 * @throws {InvalidOptionError} At creation, for a missing name or expectation, or a regular expression: its state and
 * its worst case are not fit for a decision; test inside a predicate if you must.
 */
export function requireClaim(name: string, expected: ClaimExpectation): Requirement {
  nonEmptyString(name, 'requireClaim', 'name the claim.');
  const predicate = typeof expected === 'function' ? expected : equals(expected);
  const demand = Object.freeze({ claim: name, ...(typeof expected !== 'function' && { values: [String(expected)] }) });
  return ({ rawClaims }) =>
    satisfies(ownClaim(rawClaims, name), predicate)
      ? undefined
      : new InsufficientScopeError('claim_unsatisfied', [], demand);
}

/** A predicate that throws at a claim it did not expect is not satisfied. */
function satisfies(value: JsonValue | undefined, predicate: (value: JsonValue | undefined) => unknown): boolean {
  try {
    return predicate(value) === true;
  } catch {
    return false;
  }
}

function equals(expected: unknown): (value: JsonValue | undefined) => boolean {
  if (types.isRegExp(expected))
    throw new InvalidOptionError('requireClaim', 'pass a value or a predicate, not a regular expression.');
  if (!['string', 'number', 'boolean'].includes(typeof expected)) {
    throw new InvalidOptionError('requireClaim', 'pass the expected string, number or boolean, or a predicate.');
  }
  return (value) => value === expected;
}
