/**
 * Tells at once of most ids that they are not held. A lookup in a map of a million ids waits for memory several times; one
 * in this table of bytes waits once, and nearly every token that is asked for was not revoked.
 */
export interface IdFilter {
  add(id: string): void;
  /** Takes back one `add` of the same id. */
  remove(id: string): void;
  /** False: certainly not held. True: look it up. */
  mayHold(id: string): boolean;
}

/** A byte counts the ids that fall on it. */
const slotsPerId = 8;
const fewestIds = 1_024;
/** A counter that is full stays so: it cannot know any more when it is empty. */
const full = 255;

/**
 * Makes an empty filter. It grows with what it holds.
 *
 * @param everyId - all ids that are held, the one that is being added too: asked when the filter grows
 */
export function createIdFilter(everyId: () => Iterable<string>): IdFilter {
  let counters = new Uint8Array(fewestIds * slotsPerId);
  let held = 0;

  const slotOf = (id: string): number => hash(id) & (counters.length - 1);
  const countAt = (slot: number): number => counters[slot] as number;

  function count(id: string): void {
    const slot = slotOf(id);
    counters[slot] = Math.min(countAt(slot) + 1, full);
  }

  function grow(): void {
    counters = new Uint8Array(counters.length * 2);
    for (const id of everyId()) count(id);
  }

  return Object.freeze<IdFilter>({
    add: (id) => {
      held += 1;
      if (held * slotsPerId <= counters.length) count(id);
      else grow();
    },
    remove: (id) => {
      held -= 1;
      const slot = slotOf(id);
      if (countAt(slot) < full) counters[slot] = countAt(slot) - 1;
    },
    mayHold: (id) => countAt(slotOf(id)) > 0,
  });
}

/** FNV-1a over the last characters: ids that differ only before them cost a lookup, nothing more. */
function hash(id: string): number {
  let state = 0x811c9dc5;
  for (let index = Math.max(0, id.length - 24); index < id.length; index += 1)
    state = Math.imul(state ^ id.charCodeAt(index), 0x01000193);
  return state ^ (state >>> 15);
}
