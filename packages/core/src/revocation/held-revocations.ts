import { createExpiryCalendar } from './expiry-calendar.js';
import { createIdFilter } from './id-filter.js';
import type { RevocationLevel } from './revocation-store.js';
import type { Watermark } from './watermark.js';

/** A watermark, and the minute in which it may be forgotten. */
export interface HeldWatermark extends Watermark {
  readonly endsInMinute: number;
}

/** What is held of one issuer, by raw id. A token or a session maps to the minute in which it may be forgotten. */
export interface Shelves {
  readonly token: Map<string, number>;
  readonly session: Map<string, number>;
  readonly subject: Map<string, HeldWatermark>;
  readonly client: Map<string, HeldWatermark>;
  /** One entry, under the empty id. */
  readonly issuer: Map<string, HeldWatermark>;
}

/** What stands on a shelf. */
export type Held = number | HeldWatermark;

/** Where something stands. */
export interface Place {
  readonly issuer: string;
  readonly level: RevocationLevel;
  readonly id: string;
}

/** A bounded number of revocations, by issuer, level and id, that are forgotten when their minute has come. */
export interface HeldRevocations {
  /** What is held of an issuer; undefined for nothing. */
  of(issuer: string): Readonly<Shelves> | undefined;
  /** False: the id stands nowhere, and asking its shelf would be a waste of time. */
  mayHold(id: string): boolean;
  /**
   * Puts something in a place.
   *
   * @param next - makes it of what stands there
   * @returns false when there is no room for one more
   */
  set(place: Place, next: (known: Held | undefined) => Held): boolean;
  /** Forgets at most so many whose minute has come. */
  forget(limit: number): void;
  size(): number;
}

/**
 * Makes an empty store of revocations.
 *
 * @param minuteNow - the minute since the epoch
 */
export function createHeldRevocations(maxEntries: number, minuteNow: () => number): HeldRevocations {
  const issuers = new Map<string, Shelves>();
  const issuerOf = new WeakMap<Map<string, Held>, string>();
  const calendar = createExpiryCalendar<Map<string, Held>>();
  const filter = createIdFilter(() => idsIn(issuers));
  let size = 0;

  function forget(limit: number): void {
    const now = minuteNow();
    calendar.takeDue(now, limit, (shelf, id) => {
      const ends = endOf(shelf.get(id) as Held);
      if (ends > now) calendar.note(ends, shelf, id);
      else drop(shelf, id);
    });
  }

  function drop(shelf: Map<string, Held>, id: string): void {
    shelf.delete(id);
    filter.remove(id);
    size -= 1;
    if (shelf.size === 0) deleteIfEmpty(issuers, issuerOf.get(shelf) as string);
  }

  function hasRoom(): boolean {
    if (size >= maxEntries) forget(Infinity);
    return size < maxEntries;
  }

  function shelvesOf(issuer: string): Shelves {
    const shelves = issuers.get(issuer) ?? emptyShelves();
    if (!issuers.has(issuer)) for (const shelf of shelvesIn(shelves)) issuerOf.set(shelf, issuer);
    issuers.set(issuer, shelves);
    return shelves;
  }

  return Object.freeze<HeldRevocations>({
    of: (issuer) => issuers.get(issuer),
    mayHold: (id) => filter.mayHold(id),
    set: ({ issuer, level, id }, next) => {
      const known = issuers.get(issuer)?.[level].get(id);
      if (known === undefined && !hasRoom()) return false;
      const held = next(known);
      const shelf: Map<string, Held> = shelvesOf(issuer)[level];
      shelf.set(id, held);
      if (known !== undefined) return true;
      size += 1;
      filter.add(id);
      calendar.note(endOf(held), shelf, id);
      return true;
    },
    forget,
    size: () => size,
  });
}

function endOf(held: Held): number {
  return typeof held === 'number' ? held : held.endsInMinute;
}

/** The names of issuers that nothing is revoked of any more must not pile up. */
function deleteIfEmpty(issuers: Map<string, Shelves>, issuer: string): void {
  if (shelvesIn(issuers.get(issuer) as Shelves).every((shelf) => shelf.size === 0)) issuers.delete(issuer);
}

function emptyShelves(): Shelves {
  return { token: new Map(), session: new Map(), subject: new Map(), client: new Map(), issuer: new Map() };
}

function shelvesIn({ token, session, subject, client, issuer }: Shelves): readonly Map<string, Held>[] {
  return [token, session, subject, client, issuer] as readonly Map<string, Held>[];
}

function* idsIn(issuers: ReadonlyMap<string, Shelves>): Generator<string> {
  for (const shelves of issuers.values()) for (const shelf of shelvesIn(shelves)) yield* shelf.keys();
}
