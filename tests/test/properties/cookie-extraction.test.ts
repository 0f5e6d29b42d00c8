import fc from 'fast-check';
import { fromCookie, InvalidRequestError, isJwtGuardError } from '@jwt-guard/core';
import { runs } from './signed-by-secret.js';

const name = '__Host-access_token';
const cookie = fromCookie(name);
/** A cookie-octet as RFC 6265 §4.1.1 has it, percent signs and quotes included: neither is undone. */
const value = fc.stringMatching(/^[\x21-\x3a\x3c-\x7e]{1,80}$/);
const otherName = fc.stringMatching(/^[A-Za-z_-]{1,20}$/).filter((other) => other !== name);
const otherCookies = fc.array(
  fc.tuple(otherName, value).map((pair) => pair.join('=')),
  { maxLength: 5 },
);
const separator = fc.constantFrom('; ', ';', ';   ', ';\t', '; ;');

it('C6 · the value of a cookie is taken verbatim, wherever it stands', () => {
  fc.assert(
    fc.property(otherCookies, value, otherCookies, separator, (before, token, after, between) => {
      const cookies = [...before, `${name}=${token}`, ...after].join(between);
      expect(cookie.extract({ rawHeaders: ['Cookie', cookies] })).toBe(token);
    }),
    runs(3_000),
  );
});

it('C6 · the same cookie twice is ambiguous, in one header or in two, equal or not', () => {
  fc.assert(
    fc.property(otherCookies, value, value, separator, fc.boolean(), (others, first, second, between, inTwo) => {
      const pairs = [`${name}=${first}`, ...others, `${name}=${second}`];
      const rawHeaders = inTwo ? pairs.flatMap((pair) => ['Cookie', pair]) : ['cookie', pairs.join(between)];
      expect(() => cookie.extract({ rawHeaders })).toThrow(InvalidRequestError);
    }),
    runs(1_000),
  );
});

it('C6 · a cookie of a name that only contains ours is another', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(`x${name}`, `${name}x`, name.toLowerCase(), `${name}%20`, `"${name}"`),
      value,
      (other, token) => {
        expect(cookie.extract({ rawHeaders: ['Cookie', `${other}=${token}`] })).toBeUndefined();
      },
    ),
    runs(200),
  );
});

it('C6 · no Cookie header whatever throws another error than ours', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(name, `${name}=`, '=', ';', '; ', '"', '%00', '\t'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        const token = cookie.extract({ rawHeaders: ['Cookie', pieces.join('')] });
        expect(token === undefined || pieces.join('').includes(`=${token}`)).toBe(true);
      } catch (error) {
        expect(isJwtGuardError(error)).toBe(true);
      }
    }),
    runs(10_000),
  );
});
