import type { JsonObject, JsonValue } from './strict-json.js';

/** Reads a claim by name, never what every object inherits (`constructor`, `toString`). */
export function ownClaim(claims: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}
