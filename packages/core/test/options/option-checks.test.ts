import { aFunction, nonEmptyString, nonEmptyStrings, numberWithin, secureUrl } from '@jwt-guard/core';
import { isSecureUrl } from '../../src/options/option-checks.js';
import { errorWith, textWith } from '../support/expectations.js';

const refused = errorWith({ name: 'InvalidOptionError', option: 'x', message: 'x: do this.' });

describe('nonEmptyString', () => {
  it('answers the string unchanged', () => {
    expect(nonEmptyString(' a ', 'x', 'do this.')).toBe(' a ');
  });

  it.each([[''], [' \n'], [undefined], [null], [7], [['a']], [new String('a')]])('refuses %p', (value) => {
    expect(() => nonEmptyString(value, 'x', 'do this.')).toThrow(refused);
  });
});

describe('nonEmptyStrings', () => {
  it.each([
    ['a', ['a']],
    [
      ['a', 'b', 'a'],
      ['a', 'b'],
    ],
  ])('makes of %j the frozen list %j', (value, expected) => {
    const list = nonEmptyStrings(value, 'x', 'do this.');

    expect(list).toEqual(expected);
    expect(Object.isFrozen(list)).toBe(true);
  });

  it('copies the list', () => {
    const value = ['a'];
    const list = nonEmptyStrings(value, 'x', 'do this.');
    value.push('b');

    expect(list).toEqual(['a']);
  });

  it.each([[[]], [''], [['a', '']], [[undefined]], [undefined], [null], [[['a']]], [new Set(['a'])]])(
    'refuses %p',
    (value) => {
      expect(() => nonEmptyStrings(value, 'x', 'do this.')).toThrow(refused);
    },
  );

  it('refuses a list with a hole', () => {
    expect(() => nonEmptyStrings(new Array(1), 'x', 'do this.')).toThrow(refused);
  });
});

describe('numberWithin', () => {
  const range = { min: 0, max: 300, unit: 'seconds' };

  it.each([0, 0.5, 300])('takes %d', (value) => {
    expect(numberWithin(value, 'x', range)).toBe(value);
  });

  it.each([[-1], [301], [NaN], [Infinity], [-Infinity], ['10'], ['1y'], [10n], [null], [undefined]])(
    'C-19 · refuses %p, and names the range with its unit',
    (value) => {
      expect(() => numberWithin(value, 'x', range)).toThrow(
        errorWith({ option: 'x', message: 'x: pass a number of seconds between 0 and 300.' }),
      );
    },
  );
});

describe('aFunction', () => {
  it('answers the function', () => {
    expect(aFunction(Date.now, 'x', 'do this.')).toBe(Date.now);
  });

  it.each([[undefined], [{}], ['now'], [0]])('refuses %p', (value) => {
    expect(() => aFunction(value, 'x', 'do this.')).toThrow(refused);
  });
});

const secure = [
  'https://auth.example.com',
  'https://auth.example.com:8443/tenant/a?b=c',
  'http://localhost:3000',
  'http://127.0.0.1',
  'http://127.1.2.3:80/x',
  'http://127.0.10.254',
  'http://[::1]:3000',
];
const insecure = [
  'http://auth.example.com',
  'http://localhost.evil.com',
  'http://evil-localhost',
  'http://127.0.0.1.evil.com',
  'http://1270.0.1.com',
  'http://evil127.0.0.1.com',
  'ftp://localhost',
  'http://[::2]',
  'https://user@auth.example.com',
  'https://:secret@auth.example.com',
  'https://auth.example.com#fragment',
  'ftp://auth.example.com',
  'file:///etc/passwd',
  'data:application/json,{}',
];

describe('secureUrl', () => {
  it.each(secure)('takes %s, unchanged', (url) => {
    expect(secureUrl(url, 'jwksUri')).toBe(url);
  });

  it.each([...insecure, 'auth.example.com', '/jwks', '', undefined, 7, new URL('https://auth.example.com')])(
    'K2 · refuses %s, and says what will do',
    (url) => {
      expect(() => secureUrl(url, 'jwksUri')).toThrow(
        errorWith({ option: 'jwksUri', message: textWith('jwksUri: pass an absolute https: URL', 'loopback') }),
      );
    },
  );
});

describe('isSecureUrl', () => {
  it('agrees on every URL', () => {
    expect(secure.filter((url) => !isSecureUrl(new URL(url)))).toEqual([]);
    expect(insecure.filter((url) => isSecureUrl(new URL(url)))).toEqual([]);
  });
});
