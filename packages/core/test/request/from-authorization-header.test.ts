import { fromAuthorizationHeader } from '@jwt-guard/core';
import { errorWith } from '../support/expectations.js';
import { requestWith } from '../support/tokens.js';

const extractor = fromAuthorizationHeader();
const extractFrom = (...values: string[]): string | undefined =>
  extractor.extract(requestWith(...values.map((value) => ['Authorization', value] as const)));

describe('fromAuthorizationHeader', () => {
  it('is a source of kind header, and frozen', () => {
    expect(extractor.source).toBe('header');
    expect(Object.isFrozen(fromAuthorizationHeader())).toBe(true);
  });

  it('B1 · takes a b64token after the scheme', () => {
    expect(extractFrom('Bearer azAZ09-._~+/==')).toBe('azAZ09-._~+/==');
  });

  it.each(['bearer', 'BEARER', 'bEaReR'])('B1 B11 T-03 · takes the scheme as %s', (scheme) => {
    expect(extractFrom(`${scheme} a.b.c`)).toBe('a.b.c');
  });

  it('B11 T-04 · takes a token after several spaces, as RFC 9110 §11.4 allows', () => {
    expect(extractFrom('Bearer   a.b.c')).toBe('a.b.c');
  });

  it.each(['Xbearer a.b.c', 'x-bearer a.b.c', 'Basic bearer'])('B1 · takes %j for another scheme', (value) => {
    expect(extractFrom(value)).toBeUndefined();
  });

  it.each([' ', '', '  '])('B2 · refuses a Bearer token behind another scheme, a comma and %j', (blanks) => {
    expect(() => extractFrom(`Basic YTpi,${blanks}Bearer a.b.c`)).toThrow(
      errorWith({ reason: 'credentials_repeated' }),
    );
  });

  it('answers undefined where the header is absent', () => {
    expect(extractor.extract(requestWith(['Host', 'example.com']))).toBeUndefined();
  });

  it.each([
    'Basic YTpi',
    'Digest username="a", realm="b"',
    'Negotiate abc==',
    'DPoP a.b.c',
    'Token a.b.c',
    'JWT a.b.c',
    'Bearer: a.b.c',
    'Bearer=a.b.c',
    'Bearera.b.c',
    'a.b.c',
    '',
  ])('B1 T-02 T-07 · counts %j as absent', (value) => {
    expect(extractFrom(value)).toBeUndefined();
  });

  it.each([
    ['an empty token', 'Bearer'],
    ['an empty token after a space', 'Bearer '],
    ['a tab as separator', 'Bearer\ta.b.c'],
    ['a no-break space as separator', 'Bearer\u00a0a.b.c'],
    ['a tab after the space', 'Bearer \ta.b.c'],
    ['trailing data', 'Bearer a.b.c extra'],
    ['a trailing space', 'Bearer a.b.c '],
    ['padding inside the token', 'Bearer a=b'],
    ['padding alone', 'Bearer ='],
    ['a quoted token', 'Bearer "a.b.c"'],
    ['a semicolon', 'Bearer a.b.c;d'],
    ['a percent sign', 'Bearer a%2Eb'],
    ['a byte over 0x7F', 'Bearer a.b.c\u00ff'],
    ['a null byte', 'Bearer a.b.c\u0000'],
    ['a line break', 'Bearer a.b.c\n'],
  ])('B1 B11 T-04 T-06 T-08 · refuses %s as a malformed token', (_, value) => {
    expect(() => extractFrom(value)).toThrow(errorWith({ code: 'invalid_token', reason: 'malformed' }));
  });

  it.each([
    ['two headers', ['Bearer a', 'Bearer b']],
    ['two equal headers', ['Bearer a', 'Bearer a']],
    ['two headers of which one is of another scheme', ['Basic YTpi', 'Bearer a']],
    ['an empty header beside the token', ['Bearer a', '']],
    ['Bearer and DPoP', ['Bearer a', 'DPoP b']],
  ])('B2 T-11 · refuses %s as an ambiguous request', (_, values) => {
    expect(() => extractFrom(...values)).toThrow(
      errorWith({ code: 'invalid_request', reason: 'credentials_repeated' }),
    );
  });

  it.each([
    'Bearer a, Bearer b',
    'Bearer a,Bearer b',
    'Bearer a,',
    'Bearer a, DPoP b',
    'DPoP b, Bearer a',
    'Basic x, bearer',
    'Basic x, DPoP b',
  ])('B2 T-06 T-10 T-11 · refuses %j, joined by a proxy, as an ambiguous request', (value) => {
    expect(() => extractFrom(value)).toThrow(errorWith({ code: 'invalid_request', reason: 'credentials_repeated' }));
  });

  it('B3 · reads neither the query string nor the body', () => {
    const request = {
      ...requestWith(),
      url: '/?access_token=a',
      query: { access_token: 'a' },
      body: { access_token: 'a' },
    };

    expect(extractor.extract(request)).toBeUndefined();
  });

  it('reads the raw headers, not a list that hides the second header', () => {
    const request = { ...requestWith(), headers: { authorization: 'Bearer a' } };

    expect(extractor.extract(request)).toBeUndefined();
  });

  it('A3 · reads a hostile header in linear time', () => {
    for (const value of [
      `Bearer${' '.repeat(500_000)}`,
      `Basic ${', '.repeat(250_000)}`,
      `Bearer ${'='.repeat(500_000)}!`,
    ]) {
      let answer: string | undefined;
      try {
        answer = extractFrom(value);
      } catch {
        // absent and refused are both fine; quadratic work would not end within the runner's limit
      }
      expect(answer).toBeUndefined();
    }
  });
});
