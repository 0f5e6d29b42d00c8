import { ownClaim } from '../../src/token/own-claim.js';

describe('ownClaim', () => {
  it('reads a claim', () => {
    expect(ownClaim({ sub: 'alice' }, 'sub')).toBe('alice');
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf'])(
    'J15 · S-35 · finds no inherited %s',
    (name) => {
      expect(ownClaim({}, name)).toBeUndefined();
    },
  );
});
