/** A map of bounded size, which drops what was used least recently. */
export interface RecentMap<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  values(): readonly V[];
}

/** @param maxEntries - how many it holds */
export function createRecentMap<V>(maxEntries: number): RecentMap<V> {
  const entries = new Map<string, V>();

  function put(key: string, value: V): void {
    entries.delete(key); // to the end of the order
    entries.set(key, value);
    if (entries.size > maxEntries) entries.delete(entries.keys().next().value as string);
  }

  return Object.freeze<RecentMap<V>>({
    get: (key) => {
      const value = entries.get(key);
      if (value !== undefined) put(key, value);
      return value;
    },
    set: put,
    delete: (key) => void entries.delete(key),
    values: () => [...entries.values()],
  });
}
