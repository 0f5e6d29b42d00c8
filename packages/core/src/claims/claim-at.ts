import { ownClaim } from '../token/own-claim.js';
import type { JsonObject, JsonValue } from '../token/strict-json.js';

/**
 * Reads a claim by path, `realm_access.roles`. A claim whose very name is the path, as `https://example.com/roles`, comes first.
 */
export function claimAt(claims: JsonObject, path: string): JsonValue | undefined {
  const named = ownClaim(claims, path);
  if (named !== undefined) return named;
  let value: JsonValue | undefined = claims;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = ownClaim(value as JsonObject, name);
  }
  return value;
}
