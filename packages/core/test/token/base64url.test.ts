import { decodeBase64url } from '../../src/token/base64url.js';
import { refusal } from '../support/refusal.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function isAccepted(text: string): boolean {
  try {
    return decodeBase64url(text).length > 0;
  } catch {
    return false;
  }
}

describe('decodeBase64url', () => {
  it('decodes canonical base64url', () => {
    expect(decodeBase64url('-_8AZg')).toEqual(Buffer.from([0xfb, 0xff, 0x00, 0x66]));
    expect(decodeBase64url('')).toHaveLength(0);
  });

  it('decodes what Node encodes, of every length', () => {
    for (let length = 0; length < 300; length += 1) {
      const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 151 + length * 17) & 0xff));
      expect(decodeBase64url(bytes.toString('base64url'))).toEqual(bytes);
    }
  });

  it('J1 · S-11 · S-13 · rejects each UTF-16 unit but the 64 of the alphabet, wherever it stands', () => {
    const ranges = [0, 0x100, 0x200, 0x2000, 0xd800, 0xff00];
    const units = ranges.flatMap((first) =>
      Array.from({ length: 0x100 }, (_, index) => String.fromCharCode(first + index)),
    );
    for (const text of ['AAAAAA', 'AAAAAAA', 'AAAAAAAA']) {
      for (let at = 0; at < text.length; at += 1) {
        const accepted = units.filter((unit) => isAccepted(text.slice(0, at) + unit + text.slice(at + 1)));
        // Of the last character of six and seven, only those whose unused bits are zero.
        const unusedBits = at === text.length - 1 ? (8 - text.length) * 2 : 0;
        const expected = Array.from(alphabet).filter((_, sextet) => sextet % 2 ** unusedBits === 0);
        expect(accepted.sort()).toEqual(expected.sort());
      }
    }
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
    expect(twins.filter(isAccepted)).toEqual([text]);
  });
});
