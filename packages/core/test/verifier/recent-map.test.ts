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
});
