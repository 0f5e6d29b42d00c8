import { createExpiryCalendar } from '../../src/revocation/expiry-calendar.js';

/** A calendar with ids on one shelf, by the minute in which each ends. */
function calendarOf(ids: Readonly<Record<string, number>>) {
  const calendar = createExpiryCalendar<object>();
  const shelf = {};
  for (const [id, minute] of Object.entries(ids)) calendar.note(minute, shelf, id);
  const taken: string[] = [];
  return {
    calendar,
    shelf,
    take: (minute: number, limit = Infinity): readonly string[] => {
      taken.length = 0;
      calendar.takeDue(minute, limit, (_shelf, id) => taken.push(id));
      return [...taken].sort();
    },
  };
}

describe('the calendar', () => {
  it('V2 · gives an id out in its minute, once, and never before', () => {
    const { take } = calendarOf({ a: 10, b: 10, c: 11 });
    expect(take(9)).toEqual([]);
    expect(take(10)).toEqual(['a', 'b']);
    expect(take(10)).toEqual([]);
    expect(take(100)).toEqual(['c']);
  });

  it('gives out no more at once than it is asked for, and the rest the next time', () => {
    const { take } = calendarOf({ a: 1, b: 1, c: 1, d: 2 });
    expect(take(2, 3)).toHaveLength(3);
    expect(take(2, 3)).toHaveLength(1);
    expect(take(2)).toEqual([]);
  });

  it('gives out an id that was noted for a minute that has passed, in the next one', () => {
    const { calendar, shelf, take } = calendarOf({});
    expect(take(5)).toEqual([]);
    calendar.note(4, shelf, 'late');
    expect(take(5)).toEqual([]);
    expect(take(6)).toEqual(['late']);
  });

  it('goes on when the clock is set back', () => {
    const { calendar, shelf, take } = calendarOf({ a: 10 });
    expect(take(1_000_000)).toEqual(['a']);
    calendar.note(12, shelf, 'b');
    expect(take(11)).toEqual([]);
    expect(take(12)).toEqual(['b']);
  });
});
