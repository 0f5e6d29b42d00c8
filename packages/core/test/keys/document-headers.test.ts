import { maxAgeMs, retryAfterMs } from '../../src/keys/document-headers.js';

const nowMs = Date.UTC(2026, 10, 22, 12);

describe('maxAgeMs', () => {
  it.each([
    ['max-age=300', 300_000],
    ['public, max-age=21600, must-revalidate', 21_600_000],
    ['MAX-AGE=60,private', 60_000],
    ['max-age="120"', 120_000],
    ['max-age=0', 0],
    ['no-cache', undefined],
    ['s-maxage=60', undefined],
    ['x-max-age=60', undefined],
    ['max-age=-1', undefined],
    ['max-age=1e3', undefined],
    ['max-age=', undefined],
    ['max-age=99999999999', undefined],
    ['', undefined],
  ])('K3 · reads %j as %j ms', (value, expected) => {
    expect(maxAgeMs(new Headers({ 'cache-control': value }))).toBe(expected);
  });

  it.each([
    ['100', 200_000],
    ['400', 0],
    ['soon', 300_000],
    ['100 or more', 300_000],
    ['about 100', 300_000],
    ['1.5', 300_000],
  ])('K3 · takes off the age of %s seconds that it had in a cache', (age, expected) => {
    expect(maxAgeMs(new Headers({ 'cache-control': 'max-age=300', age }))).toBe(expected);
  });

  it('K3 · reads nothing where there is no such header', () => {
    expect(maxAgeMs(new Headers())).toBeUndefined();
  });
});

describe('retryAfterMs', () => {
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['30s', undefined],
    ['in 30', undefined],
    ['', undefined],
  ])('K5 · reads %j as %j ms', (value, expected) => {
    expect(retryAfterMs(new Headers({ 'retry-after': value }), nowMs)).toBe(expected);
  });

  it('K5 · reads nothing where there is no such header', () => {
    expect(retryAfterMs(new Headers(), nowMs)).toBeUndefined();
  });
});
