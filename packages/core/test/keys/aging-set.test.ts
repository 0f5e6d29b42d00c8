import { createAgingSet } from '../../src/keys/aging-set.js';
import { loadJwkSet } from '../../src/keys/jwk-set.js';
import { publicJwk, testKey } from '../support/keys.js';

const minute = 60_000;
const set = loadJwkSet({ keys: [publicJwk(testKey('ES256'))] }, ['ES256']);

describe('createAgingSet', () => {
  it('holds nothing at first', () => {
    const aging = createAgingSet(() => 0);
    expect([aging.fresh(), aging.usable(), aging.health()]).toEqual([undefined, undefined, { state: 'never' }]);
  });

  it.each([
    ['fresh', 0, true, true],
    ['fresh', 10 * minute - 1, true, true],
    ['stale', 10 * minute, false, true],
    ['stale', 70 * minute - 1, false, true],
    ['expired', 70 * minute, false, false],
    ['stale', -1, false, true],
  ])('K5 · is %s at the age of %i ms', (state, ageMs, fresh, usable) => {
    let nowMs = 1_000_000_000;
    const aging = createAgingSet(() => nowMs);
    aging.replace(set);
    nowMs += ageMs;
    expect(aging.health()).toEqual({ state, loadedAtMs: 1_000_000_000 });
    expect(aging.fresh()).toBe(fresh ? set : undefined);
    expect(aging.usable()).toBe(usable ? set : undefined);
  });
});
