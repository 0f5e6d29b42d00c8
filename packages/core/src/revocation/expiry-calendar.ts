/**
 * Remembers in which minute ids end, for stores that forget without a timer. An id that ends later than was noted is noted
 * again when its turn comes, so that each stands here once, and the calendar needs one array slot an id.
 */
export interface ExpiryCalendar<Shelf extends object> {
  /** Notes that an id on a shelf ends in a minute. */
  note(minute: number, shelf: Shelf, id: string): void;
  /**
   * Takes ids out whose minute has come, at most `limit`; those that are left come first the next time.
   *
   * @param take - is given each of them
   */
  takeDue(minute: number, limit: number, take: (shelf: Shelf, id: string) => void): void;
}

/** Makes an empty calendar. Where nothing is due, asking it costs one comparison. */
export function createExpiryCalendar<Shelf extends object>(): ExpiryCalendar<Shelf> {
  const pages = new Map<number, Map<Shelf, string[]>>();
  const due: { readonly shelf: Shelf; readonly ids: string[] }[] = [];
  let openAt: number | undefined;

  function turnTo(now: number): void {
    for (const [minute, page] of pages) {
      if (minute > now) continue;
      for (const [shelf, ids] of page) due.push({ shelf, ids });
      pages.delete(minute);
    }
    openAt = now;
  }

  return Object.freeze<ExpiryCalendar<Shelf>>({
    note: (minute, shelf, id) => {
      const page = pages.get(minute) ?? new Map<Shelf, string[]>();
      const ids = page.get(shelf) ?? [];
      ids.push(id);
      pages.set(minute, page.set(shelf, ids));
    },
    takeDue: (minute, limit, take) => {
      // Any change, not only a later minute: a clock that was wrong and is set back must not stop the calendar.
      if (minute !== openAt) turnTo(minute);
      let left = limit;
      for (let last = due.at(-1); last !== undefined && left > 0; last = due.at(-1)) {
        const id = last.ids.pop();
        if (id === undefined) due.pop();
        else {
          take(last.shelf, id);
          left -= 1;
        }
      }
    },
  });
}
