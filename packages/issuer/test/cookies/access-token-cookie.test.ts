import { accessTokenCookie } from '@jwt-guard/issuer';
import type { TokenCookieOptions } from '@jwt-guard/issuer';

const attributesOf = (setCookie: string) => setCookie.split('; ').slice(1).sort();

describe('accessTokenCookie', () => {
  it('C1 · W-08 · sets __Host-, Secure, HttpOnly, Path=/, SameSite=Strict and no Domain', () => {
    const cookie = accessTokenCookie();
    expect(cookie.name).toBe('__Host-access_token');
    const written = cookie.serialize('aaa.bbb.c-_', 600);
    expect(written).toMatch(/^__Host-access_token=aaa\.bbb\.c-_; /);
    expect(attributesOf(written)).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Strict', 'Secure']);
  });

  it('C1 · relaxes SameSite to Lax by option', () => {
    expect(attributesOf(accessTokenCookie({ sameSite: 'Lax' }).serialize('a.b.c', 1))).toContain('SameSite=Lax');
  });

  it('C1 · clears with the same attributes, no value, and an age of 0', () => {
    const cleared = accessTokenCookie({ name: '__Host-t' }).clear();
    expect(cleared).toMatch(/^__Host-t=; /);
    expect(attributesOf(cleared)).toEqual([
      'Expires=Thu, 01 Jan 1970 00:00:00 GMT',
      'HttpOnly',
      'Max-Age=0',
      'Path=/',
      'SameSite=Strict',
      'Secure',
    ]);
  });

  it.each([
    ['a name without the prefix', { name: 'access_token' }, 'name'],
    ['the __Secure- prefix', { name: '__Secure-access_token' }, 'name'],
    ['the prefix alone', { name: '__Host-' }, 'name'],
    ['a name that ends the cookie', { name: '__Host-a; Domain=evil' }, 'name'],
    ['a name with a line feed', { name: '__Host-a\n' }, 'name'],
    ['SameSite=None', { sameSite: 'None' }, 'sameSite'],
    ['a SameSite in lower case', { sameSite: 'lax' }, 'sameSite'],
    ['a Domain', { domain: 'example.com' }, 'domain'],
    ['a Path', { path: '/api' }, 'path'],
    ['secure: false', { secure: false }, 'secure'],
    ['httpOnly: false', { httpOnly: false }, 'httpOnly'],
    ['an unknown option', { samesite: 'Lax' }, 'samesite'],
    ['no object', 'x', 'options'],
  ])('C1 · refuses %s at creation and names the option', (_case, options, option) => {
    expect(() => accessTokenCookie(options as TokenCookieOptions)).toThrow(
      expect.objectContaining({ code: 'invalid_option', option }) as Error,
    );
  });

  it.each(['', 'a.b', 'a.b.c.d', 'a.b.c; Domain=evil', 'a.b.c\r\nX: y', 'a.b.ü', undefined, 7])(
    'W-08 · writes no cookie for %j',
    (token) => {
      expect(() => accessTokenCookie().serialize(token as string, 60)).toThrow(TypeError);
    },
  );

  it.each([0, -1, 1.5, Number.NaN, Infinity, '60', undefined, 34_560_001])(
    'W-08 · writes no cookie with the age %p',
    (age) => {
      expect(() => accessTokenCookie().serialize('a.b.c', age as number)).toThrow('whole seconds');
    },
  );

  it('I-14 · writes no cookie that browsers would drop', () => {
    expect(() => accessTokenCookie().serialize(`a.b.${'c'.repeat(4_096)}`, 60)).toThrow('4096');
    expect(accessTokenCookie().serialize(`a.b.${'c'.repeat(3_996)}`, 34_560_000).length).toBeLessThanOrEqual(4_096);
  });
});
