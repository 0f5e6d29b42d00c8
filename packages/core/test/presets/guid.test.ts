import { guid, isGuid } from '../../src/presets/guid.js';
import { errorWith } from '../support/expectations.js';

const text = '01234567-89ab-cdef-0123-456789abcdef';

describe('guid', () => {
  it('answers a GUID in lower case', () => {
    expect(guid(text, 'x.id', 'pass a GUID.')).toBe(text);
    expect(guid(text.toUpperCase(), 'x.id', 'pass a GUID.')).toBe(text);
  });

  it.each([
    '',
    'common',
    `{${text}}`,
    text.replaceAll('-', ''),
    `${text}0`,
    ` ${text}`,
    `${text}\n`,
    text.replace('0', 'g'),
    undefined,
    [text],
  ])('P8 · refuses %j', (value) => {
    expect(() => guid(value, 'x.id', 'pass a GUID.')).toThrow(errorWith({ option: 'x.id' }));
  });
});

describe('isGuid', () => {
  it('P8 · takes only lower case for one, as it stands in tokens', () => {
    expect(isGuid(text)).toBe(true);
    expect(isGuid(text.toUpperCase())).toBe(false);
    expect(isGuid('-'.repeat(36))).toBe(false);
  });
});
