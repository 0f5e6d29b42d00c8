import { numericDate } from '../../src/token/numeric-date.js';
import { parseJsonObject } from '../../src/token/strict-json.js';
import { refusal } from '../support/refusal.js';

const read = (json: string) => () => numericDate(parseJsonObject(Buffer.from(`{"exp":${json}}`)), 'exp');

describe('numericDate', () => {
  it('answers undefined for an absent claim', () => {
    expect(numericDate({}, 'nbf')).toBeUndefined();
  });

  it.each([
    ['1767225600', 1_767_225_600],
    ['1767225600.5', 1_767_225_600.5],
    ['0', 0],
    ['-1', -1],
    ['8.64e12', 8.64e12],
  ])('J11 · C-09 · reads %s, a fraction included', (json, seconds) => {
    expect(read(json)()).toBe(seconds);
  });

  it.each([
    ['C-03', '"9999999999"'],
    ['C-03', '""'],
    ['C-03', '"never"'],
    ['C-03', 'null'],
    ['C-03', 'true'],
    ['C-03', '[]'],
    ['C-03', '{}'],
    ['C-05', '-1e308'],
    ['C-06', '1e999'],
    ['C-07', '1e308'],
    ['C-07', '9007199254740993'],
    ['C-07', '9e15'],
    ['C-13', '-1e999'],
    ['J11', '8.640000000001e12'],
  ])('J11 · %s · rejects %s', (_id, json) => {
    expect(read(json)).toThrow(refusal('malformed', 'exp'));
  });

  it('J11 · C-07 · every value that it answers makes a Date that can be written', () => {
    expect(() => new Date(8.64e12 * 1_000).toISOString()).not.toThrow();
  });
});
