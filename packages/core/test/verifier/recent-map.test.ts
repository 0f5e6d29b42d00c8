import { createRecentMap } from '../../src/verifier/recent-map.js';

describe('createRecentMap', () => {
  it('A2 · drops what was used least recently', () => {
    const map = createRecentMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    expect(map.get('a')).toBe(1);
    map.set('c', 3);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
    map.set('c', 4);
    expect(map.values()).toEqual([1, 4]);
    map.delete('a');
    expect(map.values()).toEqual([4]);
  });

  it('A2 · keeps the order of use, whatever is used, set anew or deleted', () => {
    const map = createRecentMap<string>(4);
    for (const key of ['a', 'b', 'c', 'd']) map.set(key, key);
    map.get('b');
    map.set('a', 'A');
    expect(map.values()).toEqual(['c', 'd', 'b', 'A']);
    map.delete('d');
    map.delete('d');
    map.delete('a');
    map.set('e', 'e');
    expect(map.values()).toEqual(['c', 'b', 'e']);
    for (const key of ['c', 'b', 'e']) map.delete(key);
    map.set('f', 'f');
    expect(map.values()).toEqual(['f']);
  });
});
