import { fromCookie } from '@jwt-guard/core';
import type { FromCookieOptions, RequestLike } from '@jwt-guard/core';
import { errorWith, textWith } from '../support/expectations.js';
import { requestWith } from '../support/tokens.js';

const name = '__Host-access_token';
const withCookies = (...headers: string[]): RequestLike =>
  requestWith(...headers.map((header) => ['Cookie', header] as const));
const malformed: Error = errorWith({ code: 'invalid_token', reason: 'malformed' });
const repeated: Error = errorWith({ code: 'invalid_request', reason: 'credentials_repeated' });

describe('fromCookie', () => {
  const extractor = fromCookie(name);

  it('is a source of kind cookie, and frozen', () => {
    expect(extractor.source).toBe('cookie');
    expect(Object.isFrozen(fromCookie(name))).toBe(true);
  });

  it('takes the value of the cookie among others', () => {
    expect(extractor.extract(withCookies(`theme=dark; ${name}=a.b.c; lang=de`))).toBe('a.b.c');
  });

  it('finds the cookie without a space, and after tabs', () => {
    expect(extractor.extract(withCookies(`theme=dark;${name}=a.b.c`))).toBe('a.b.c');
    expect(extractor.extract(withCookies(`theme=dark; \t${name}=a.b.c`))).toBe('a.b.c');
  });

  it('keeps what follows a second equals sign', () => {
    expect(extractor.extract(withCookies(`${name}=a=b`))).toBe('a=b');
  });

  it.each([
    ['no Cookie header', []],
    ['other cookies', ['theme=dark; lang=de']],
    ['an empty header', ['']],
  ])('answers undefined for %s', (_, headers) => {
    expect(extractor.extract(withCookies(...headers))).toBeUndefined();
  });

  it.each([
    'access_token=x',
    '__host-access_token=x',
    `x${name}=x`,
    `${name}2=x`,
    name,
    `theme=${name}=x`,
    `__Secure-access_token=x`,
  ])('W-06 · takes %j for another cookie', (cookie) => {
    expect(extractor.extract(withCookies(cookie))).toBeUndefined();
  });

  it('W-06 · strips nothing but blanks before a name, so that no other cookie passes for a prefixed one', () => {
    expect(extractor.extract(withCookies(`theme=dark; \u00a0${name}=tossed`))).toBeUndefined();
    expect(extractor.extract(withCookies(`\ufeff${name}=tossed`))).toBeUndefined();
  });

  it('W-03 · undoes no percent-encoding', () => {
    expect(extractor.extract(withCookies(`${name}=%41%2E%42`))).toBe('%41%2E%42');
    expect(extractor.extract(withCookies(`${name}=%ZZ`))).toBe('%ZZ');
  });

  it('W-04 · undoes no quotes, and lets no quote swallow the next cookie', () => {
    expect(extractor.extract(withCookies(`${name}="a.b.c"`))).toBe('"a.b.c"');
    expect(extractor.extract(withCookies(`$Version=1; ${name}="a; x=b"`))).toBe('"a');
  });

  it('W-02 · takes what cookie-parser reads as JSON for text', () => {
    expect(extractor.extract(withCookies(`${name}=j:{"a":1}`))).toBe('j:{"a":1}');
  });

  it('B1 · refuses an empty cookie as a malformed token', () => {
    expect(() => extractor.extract(withCookies(`${name}=`))).toThrow(malformed);
  });

  it.each([
    ['in one header', [`${name}=a; ${name}=b`]],
    ['with one value', [`${name}=a; ${name}=a`]],
    ['in two headers', [`${name}=a`, `${name}=b`]],
    ['once empty', [`${name}=; ${name}=b`]],
  ])('C6 B2 · refuses the same name twice (%s) as an ambiguous request', (_, headers) => {
    expect(() => extractor.extract(withCookies(...headers))).toThrow(repeated);
  });

  it('C7 · reads the raw header, whatever cookie-parser made of it', () => {
    const request = { ...withCookies(`${name}=a.b.c`), cookies: { [name]: 'other' } };

    expect(extractor.extract(request)).toBe('a.b.c');
  });

  it.each(['__proto__', 'constructor', 'toString'])('W-07 · reads a cookie named %s as any other', (odd) => {
    expect(fromCookie(odd).extract(withCookies(`${odd}=a.b.c`))).toBe('a.b.c');
    expect(fromCookie(odd).extract(withCookies('theme=dark'))).toBeUndefined();
    expect(({} as Record<string, unknown>)['a.b.c']).toBeUndefined();
  });

  describe('of cookies signed by cookie-parser', () => {
    const signed = fromCookie(name, { signed: true });
    const request = withCookies(`${name}=s:a.b.c.mac`);

    it('C7 · takes the value whose signature cookie-parser verified', () => {
      expect(signed.extract({ ...request, signedCookies: { [name]: 'a.b.c' } })).toBe('a.b.c');
    });

    it('answers undefined where the cookie was not sent', () => {
      expect(signed.extract({ ...requestWith(), signedCookies: {} })).toBeUndefined();
    });

    it.each([
      ['a wrong signature', { [name]: false }],
      ['a JSON cookie', { [name]: { a: 1 } }],
      ['an unsigned value', {}],
      ['no cookie-parser', undefined],
      ['a list in place of cookies', []],
      ['a value that is only inherited', Object.create({ [name]: 'a.b.c' }) as unknown],
    ])('C7 W-02 · refuses %s as a malformed token', (_, signedCookies) => {
      expect(() => signed.extract({ ...request, signedCookies })).toThrow(malformed);
    });

    it('C6 C7 · refuses the same name twice, of which cookie-parser shows one', () => {
      const twice = { ...withCookies(`${name}=s:a.mac; ${name}=s:b.mac`), signedCookies: { [name]: 'a' } };

      expect(() => signed.extract(twice)).toThrow(repeated);
    });

    it('W-07 · finds no cookie by inheritance', () => {
      const odd = fromCookie('constructor', { signed: true });

      expect(() => odd.extract({ ...withCookies('constructor=x'), signedCookies: {} })).toThrow(malformed);
    });

    it('G-06 · does not become unsigned when its options are changed later', () => {
      const options = { signed: true };
      const extractorOnce = fromCookie(name, options);
      options.signed = false;

      expect(() => extractorOnce.extract(withCookies(`${name}=a.b.c`))).toThrow(malformed);
    });
  });

  it.each([[''], ['a b'], ['a=b'], ['a;b'], ['"a"'], ['ä'], ['a\r\n'], [undefined], [7]])(
    'refuses %j as a name at creation, naming a good one',
    (wrong) => {
      expect(() => fromCookie(wrong as string)).toThrow(
        errorWith({ option: 'fromCookie', message: textWith('"__Host-access_token"') }),
      );
    },
  );

  it('G-04 · refuses an unknown option at creation, and lists what is known', () => {
    expect(() => fromCookie(name, { sign: true } as FromCookieOptions)).toThrow(
      errorWith({ option: 'fromCookie.sign', message: textWith('known are signed.') }),
    );
  });
});
