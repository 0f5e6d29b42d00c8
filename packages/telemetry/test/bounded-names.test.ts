import { createBoundedNames } from '../src/bounded-names.js';

describe('createBoundedNames', () => {
  it('A2 · keeps the first names, and calls all that come after _OTHER', () => {
    const nameOf = createBoundedNames(2);

    expect(['a', 'b', 'a', 'c', 'b', 'd', 'a'].map(nameOf)).toEqual(['a', 'b', 'a', '_OTHER', 'b', '_OTHER', 'a']);
  });

  it('keeps none with a limit of 0', () => {
    expect(createBoundedNames(0)('a')).toBe('_OTHER');
  });
});
