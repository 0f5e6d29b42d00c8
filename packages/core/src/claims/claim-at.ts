import { ownClaim } from '../token/own-claim.js';
import type { JsonObject, JsonValue } from '../token/strict-json.js';
import { memberAt } from './member-at.js';

/**
 * Reads a claim by path, `realm_access.roles`. A claim whose very name is the path, as `https://example.com/roles`, comes first.
 */
export function claimAt(claims: JsonObject, path: string): JsonValue | undefined {
  const named = ownClaim(claims, path);
  return named === undefined ? memberAt(claims, path.split('.')) : named;
}
