import { decodeBase64url } from '../../src/token/base64url.js';
import { refusal } from '../support/refusal.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('decodeBase64url', () => {
  it('decodes canonical base64url', () => {
    expect(decodeBase64url('-_8AZg')).toEqual(Buffer.from([0xfb, 0xff, 0x00, 0x66]));
    expect(decodeBase64url('')).toHaveLength(0);
  });

  it.each([
    ['S-07', 'padding', 'Zg=='],
    ['S-09', 'a trailing newline', 'Zg\n'],
    ['S-10', 'white space inside', 'Z g'],
    ['S-11', 'the alphabet of plain base64', '+/8AZg'],
    ['S-13', 'a zero-width space', 'Zg\u200b'],
    ['S-13', 'a byte order mark', '\ufeffZg'],
    ['S-13', 'a no-break space', 'Zg\u00a0'],
    ['S-13', 'the latin1 character 0xff', 'Zg\u00ff'],
    ['J1', 'a length that no bytes encode to', 'Z'],
    ['J1', 'a NUL', 'Zg\0'],
  ])('J1 · %s · rejects %s', (_id, _name, text) => {
    expect(() => decodeBase64url(text)).toThrow(refusal('malformed'));
  });

  it.each([
    ['15 twins of a text with four unused bits', 'AA', 16],
    ['3 twins of a text with two unused bits', 'AAA', 4],
  ])('J1 · S-14 · S-15 · accepts one spelling and rejects the %s', (_name, text, spellings) => {
    const twins = Array.from(alphabet)
      .slice(0, spellings)
      .map((last) => text.slice(0, -1) + last);
    const accepted = twins.filter((twin) => {
      try {
        return decodeBase64url(twin).length > 0;
      } catch {
        return false;
      }
    });
    expect(accepted).toEqual([text]);
  });
});
