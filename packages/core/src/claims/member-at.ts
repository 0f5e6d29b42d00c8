import { ownClaim } from '../token/own-claim.js';
import type { JsonObject, JsonValue } from '../token/strict-json.js';

/** Goes from object to object by the names of members; undefined where one of them is not there. */
export function memberAt(claims: JsonObject, steps: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = claims;
  for (const name of steps) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = ownClaim(value as JsonObject, name);
  }
  return value;
}
