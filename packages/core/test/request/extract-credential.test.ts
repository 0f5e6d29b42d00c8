import { fromAuthorizationHeader, fromCookie } from '@jwt-guard/core';
import type { TokenExtractor } from '@jwt-guard/core';
import { extractCredential } from '../../src/request/extract-credential.js';
import { errorWith } from '../support/expectations.js';
import { requestWith } from '../support/tokens.js';

const both = [fromCookie('t'), fromAuthorizationHeader()];

describe('extractCredential', () => {
  it('answers the token of the one source that has it', () => {
    expect(extractCredential(requestWith(['Cookie', 't=a']), both)).toEqual({ token: 'a', source: 'cookie' });
    expect(extractCredential(requestWith(['Authorization', 'Bearer a']), both)).toEqual({
      token: 'a',
      source: 'header',
    });
  });

  it('answers undefined where no source has a token', () => {
    expect(extractCredential(requestWith(), both)).toBeUndefined();
  });

  it.each([both, both.toReversed()])(
    'B2 T-14 · counts equal credentials as the header, in any order of sources',
    (...sources) => {
      const request = requestWith(['Authorization', 'Bearer a'], ['Cookie', 't=a']);

      expect(extractCredential(request, sources)).toEqual({ token: 'a', source: 'header' });
    },
  );

  it('B2 T-14 · refuses a header and a cookie that differ', () => {
    const request = requestWith(['Authorization', 'Bearer a'], ['Cookie', 't=b']);

    expect(() => extractCredential(request, both)).toThrow(
      errorWith({ code: 'invalid_request', reason: 'credentials_conflict' }),
    );
  });

  it('B2 · refuses two cookies that differ', () => {
    expect(() => extractCredential(requestWith(['Cookie', 't=a; u=b']), [fromCookie('t'), fromCookie('u')])).toThrow(
      errorWith({ reason: 'credentials_conflict' }),
    );
  });

  it('T-14 · never falls back to the cookie after a malformed header', () => {
    const request = requestWith(['Authorization', 'Bearer '], ['Cookie', 't=a']);

    expect(() => extractCredential(request, both)).toThrow(errorWith({ reason: 'malformed' }));
  });

  it('takes two equal cookies for one credential', () => {
    const sources: TokenExtractor[] = [fromCookie('t'), fromCookie('u')];

    expect(extractCredential(requestWith(['Cookie', 't=a; u=a']), sources)).toEqual({ token: 'a', source: 'cookie' });
  });
});
