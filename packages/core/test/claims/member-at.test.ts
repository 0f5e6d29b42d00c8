import { memberAt } from '../../src/claims/member-at.js';

const claims = { a: { 'b.c': { d: ['x'] } }, list: [{ d: 1 }], text: 'abc' };

describe('memberAt', () => {
  it('goes from object to object by whole names', () => {
    expect(memberAt(claims, ['a', 'b.c', 'd'])).toEqual(['x']);
    expect(memberAt(claims, ['a', 'b', 'c'])).toBeUndefined();
    expect(memberAt(claims, [])).toBe(claims);
  });

  it.each([[['a', 'x']], [['list', '0']], [['text', 'length']], [['a', 'b.c', 'd', '0']], [['x', 'y']]])(
    'answers undefined where there is no object on the way: %j',
    (steps) => {
      expect(memberAt(claims, steps)).toBeUndefined();
    },
  );

  it.each([[['constructor']], [['a', 'toString']], [['__proto__']]])('J15 · inherits nothing: %j', (steps) => {
    expect(memberAt(claims, steps)).toBeUndefined();
  });
});
