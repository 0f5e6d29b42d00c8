/** Gives a name back while there is room, and `_OTHER` for all names that come after. */
export type BoundedNames = (name: string) => string;

/** What OpenTelemetry calls the rest of a bounded set of values. */
export const otherName = '_OTHER';

/**
 * Bounds how many different values an attribute can have, whatever comes: each is a time series of its own. The first
 * come stay.
 */
export function createBoundedNames(limit: number): BoundedNames {
  const known = new Set<string>();
  return (name) => {
    if (known.has(name)) return name;
    if (known.size >= limit) return otherName;
    known.add(name);
    return name;
  };
}
