import { createIdFilter } from '../../src/revocation/id-filter.js';
import type { IdFilter } from '../../src/revocation/id-filter.js';

/** A filter that knows what it holds, as its user does. */
function filterOf(ids: readonly string[]): { readonly filter: IdFilter; readonly add: (id: string) => void } {
  const held: string[] = [];
  const filter = createIdFilter(() => held);
  const add = (id: string): void => {
    held.push(id);
    filter.add(id);
  };
  ids.forEach(add);
  return { filter, add };
}

const numbered = (count: number, prefix = 'id-'): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe('the filter', () => {
  it('never denies an id that is held, however many there are', () => {
    const ids = numbered(20_000);
    const { filter } = filterOf(ids);
    expect(ids.filter((id) => !filter.mayHold(id))).toEqual([]);
  });

  it('denies nearly every id that is not held', () => {
    const { filter } = filterOf(numbered(20_000));
    const mistaken = numbered(20_000, 'other-').filter((id) => filter.mayHold(id));
    expect(mistaken.length).toBeLessThan(4_000);
  });

  it('denies all when all was removed', () => {
    const ids = numbered(500);
    const { filter } = filterOf(ids);
    ids.forEach((id) => {
      filter.remove(id);
    });
    expect(ids.filter((id) => filter.mayHold(id))).toEqual([]);
  });

  it('takes one removal for one of several that add the same id', () => {
    const { filter } = filterOf(['alice', 'alice']);
    filter.remove('alice');
    expect(filter.mayHold('alice')).toBe(true);
  });

  it('does not forget an id where it lost count', () => {
    const { filter } = filterOf(Array.from({ length: 300 }, () => 'alice'));
    for (let removed = 0; removed < 255; removed += 1) filter.remove('alice');
    expect(filter.mayHold('alice')).toBe(true);
  });

  it('A2 · counts anew, in a table twice as large, only when it holds more than 1,024 ids', () => {
    const held = numbered(1_025);
    let counted = 0;
    const filter = createIdFilter(() => {
      counted += 1;
      return held;
    });
    for (const id of held.slice(1)) filter.add(id);
    for (let times = 0; times < 10_000; times += 1) {
      filter.remove('id-1');
      filter.add('id-1');
    }
    expect(counted).toBe(0);
    filter.add('id-0');
    expect(counted).toBe(1);
  });

  it('takes the empty id, and ids of any length', () => {
    const long = 'x'.repeat(5_000);
    const { filter } = filterOf(['', long]);
    expect([filter.mayHold(''), filter.mayHold(long)]).toEqual([true, true]);
  });
});
