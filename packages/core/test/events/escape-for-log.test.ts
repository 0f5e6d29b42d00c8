import { escapeForLog } from '../../src/events/escape-for-log.js';
import { everyCodeUnit } from '../support/tokens.js';

describe('escapeForLog', () => {
  it('leaves printable ASCII as it is', () => {
    expect(escapeForLog('key-1 "quoted" \\ ~')).toBe('key-1 "quoted" \\ ~');
  });

  it.each([
    ['\r\n', '\\u000d\\u000a'],
    ['\u001b[31m', '\\u001b[31m'],
    ['\u0000', '\\u0000'],
    ['\u007f', '\\u007f'],
    ['\u202e', '\\u202e'],
    ['é', '\\u00e9'],
    ['\ud83d\ude00', '\\ud83d\\ude00'],
  ])('J10 · escapes %j', (hostile, escaped) => {
    expect(escapeForLog(`a${hostile}b`)).toBe(`a${escaped}b`);
  });

  it('J10 · cuts at 64 characters, before it escapes', () => {
    expect(escapeForLog('x'.repeat(1_000))).toBe('x'.repeat(64));
    expect(escapeForLog(`${'x'.repeat(64)}\n`)).toBe('x'.repeat(64));
  });

  it('J10 · answers printable ASCII for every character', () => {
    const escaped = everyCodeUnit.map(escapeForLog);

    expect(escaped.filter((text) => !/^[\x20-\x7e]+$/.test(text))).toEqual([]);
    expect(new Set(escaped).size).toBe(everyCodeUnit.length);
  });
});
