import { createAbsentKids } from '../../src/keys/absent-kids.js';

describe('createAbsentKids', () => {
  it('K6 · remembers for 15 seconds, to the millisecond, which kids did not come', () => {
    let nowMs = 1_000_000;
    const absent = createAbsentKids(() => nowMs);
    expect(absent.has('a')).toBe(false);
    absent.note('a');
    nowMs += 14_999;
    expect([absent.has('a'), absent.has('b')]).toEqual([true, false]);
    nowMs += 1;
    expect(absent.has('a')).toBe(false);
  });

  it('K6 · A2 · remembers the latest 256', () => {
    const absent = createAbsentKids(() => 1_000_000);
    absent.note('first');
    absent.note('second');
    absent.note('first');
    for (let kid = 0; kid < 255; kid += 1) absent.note(`made-up-${kid}`);
    expect([absent.has('first'), absent.has('second'), absent.has('made-up-0')]).toEqual([true, false, true]);
  });

  it('K6 · keeps nothing for longer when the clock is set back', () => {
    let nowMs = 1_000_000;
    const absent = createAbsentKids(() => nowMs);
    absent.note('a');
    nowMs -= 1;
    expect(absent.has('a')).toBe(false);
  });
});
