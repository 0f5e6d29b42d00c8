/** One entry, between the one that was used before it and the one that was used after. */
export interface UsedEntry<V> {
  readonly key: string;
  readonly value: V;
  older?: UsedEntry<V> | undefined;
  newer?: UsedEntry<V> | undefined;
}

/** Entries in the order of their last use. */
export interface UseOrder<V> {
  oldest(): UsedEntry<V> | undefined;
  /** Takes an entry in, as the one that was used last. */
  append(entry: UsedEntry<V>): void;
  /** Takes an entry out. */
  detach(entry: UsedEntry<V>): void;
  /** Makes an entry the one that was used last. */
  use(entry: UsedEntry<V>): void;
}

/** Makes an empty order: a linked list, in which an entry moves without any other being touched but its neighbours. */
export function createUseOrder<V>(): UseOrder<V> {
  let oldest: UsedEntry<V> | undefined;
  let newest: UsedEntry<V> | undefined;

  function append(entry: UsedEntry<V>): void {
    entry.older = newest;
    entry.newer = undefined;
    if (newest === undefined) oldest = entry;
    else newest.newer = entry;
    newest = entry;
  }

  function detach({ older, newer }: UsedEntry<V>): void {
    if (older === undefined) oldest = newer;
    else older.newer = newer;
    if (newer === undefined) newest = older;
    else newer.older = older;
  }

  return Object.freeze<UseOrder<V>>({
    oldest: () => oldest,
    append,
    detach,
    use: (entry) => {
      if (entry === newest) return;
      detach(entry);
      append(entry);
    },
  });
}
