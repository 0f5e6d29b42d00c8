import { timeToLiveMs } from '../../src/keys/time-to-live.js';

describe('timeToLiveMs', () => {
  it.each([
    [undefined, 600_000],
    [0, 60_000],
    [60_000, 60_000],
    [61_000, 61_000],
    [3_600_000, 3_600_000],
    [3_600_001, 3_600_000],
  ])('K3 · keeps a document with the max-age %j ms for %i', (maxAgeMs, expected) => {
    expect(timeToLiveMs(maxAgeMs)).toBe(expected);
  });
});
