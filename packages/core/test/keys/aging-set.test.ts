import { createAgingSet } from '../../src/keys/aging-set.js';
import type { AgingSet } from '../../src/keys/aging-set.js';
import { loadJwkSet } from '../../src/keys/jwk-set.js';
import { publicJwk, testKey } from '../support/keys.js';

const minute = 60_000;
const startMs = 1_000_000_000;
const set = loadJwkSet({ keys: [publicJwk(testKey('ES256'))] }, ['ES256'], 'https://issuer.example');

function agingSet(staleIfErrorMs = 60 * minute): { readonly aging: AgingSet; readonly passMs: (ms: number) => void } {
  let nowMs = startMs;
  const aging = createAgingSet({ clock: () => nowMs, random: () => 0.5, staleIfErrorMs });
  return {
    aging,
    passMs: (ms) => {
      nowMs += ms;
    },
  };
}

describe('createAgingSet', () => {
  it('holds nothing at first', () => {
    const { aging } = agingSet();
    expect([aging.isFresh(), aging.isDue(), aging.usable(), aging.last()]).toEqual([
      false,
      false,
      undefined,
      undefined,
    ]);
    expect([aging.health(), aging.ages()]).toEqual([{ state: 'never' }, { ageSeconds: 0, usableForSeconds: 0 }]);
  });

  it.each([
    ['fresh', 0, true, false],
    ['fresh', 8 * minute - 1, true, false],
    ['fresh', 8 * minute, true, true],
    ['fresh', 10 * minute - 1, true, true],
    ['stale', 10 * minute, true, true],
    ['stale', 70 * minute - 1, true, true],
    ['expired', 70 * minute, false, true],
    ['stale', -1, true, true],
  ])('K3 · K5 · is %s at the age of %i ms', (state, ageMs, usable, due) => {
    const { aging, passMs } = agingSet();
    aging.replace(set);
    passMs(ageMs);
    expect(aging.health()).toMatchObject({ state, loadedAtMs: startMs });
    expect(aging.isFresh()).toBe(state === 'fresh');
    expect(aging.isDue()).toBe(due);
    expect(aging.usable()).toBe(usable ? set : undefined);
    expect(aging.last()).toBe(set);
  });

  it('K9 · tells its age, and for how long it can serve', () => {
    const { aging, passMs } = agingSet();
    aging.replace(set);
    passMs(90_500);
    expect(aging.health()).toEqual({ state: 'fresh', loadedAtMs: startMs, ageSeconds: 90, usableForSeconds: 4_110 });
    passMs(24 * 60 * minute);
    expect(aging.health()).toMatchObject({ state: 'expired', usableForSeconds: 0 });
  });

  it('K5 · serves past its time for as long as it is told', () => {
    const { aging, passMs } = agingSet(0);
    aging.replace(set, 5 * minute);
    passMs(5 * minute - 1);
    expect(aging.usable()).toBe(set);
    passMs(1);
    expect(aging.health().state).toBe('expired');
  });
});
