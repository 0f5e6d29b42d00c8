import { createUseOrder } from './use-order.js';
import type { UsedEntry } from './use-order.js';

/** A map of bounded size, which drops what was used least recently. */
export interface RecentMap<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  /** Those used last come last. */
  values(): readonly V[];
}

/** @param maxEntries - how many it holds */
export function createRecentMap<V>(maxEntries: number): RecentMap<V> {
  const entries = new Map<string, UsedEntry<V>>();
  const order = createUseOrder<V>();

  function remove(entry: UsedEntry<V> | undefined): void {
    if (entry === undefined) return;
    order.detach(entry);
    entries.delete(entry.key);
  }

  function add(entry: UsedEntry<V>): void {
    entries.set(entry.key, entry);
    order.append(entry);
    if (entries.size > maxEntries) remove(order.oldest());
  }

  return Object.freeze<RecentMap<V>>({
    get: (key) => {
      const entry = entries.get(key);
      if (entry !== undefined) order.use(entry);
      return entry?.value;
    },
    set: (key, value) => {
      remove(entries.get(key));
      add({ key, value });
    },
    delete: (key) => {
      remove(entries.get(key));
    },
    values: () => {
      const values: V[] = [];
      for (let entry = order.oldest(); entry !== undefined; entry = entry.newer) values.push(entry.value);
      return values;
    },
  });
}
