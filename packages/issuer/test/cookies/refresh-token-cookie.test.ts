import { refreshTokenCookie } from '@jwt-guard/issuer';

const request = (cookie: string) => ({ rawHeaders: ['Cookie', cookie] });

describe('refreshTokenCookie', () => {
  it('C1 · sets __Host-, Secure, HttpOnly, Path=/, SameSite=Strict and no Domain', () => {
    expect(refreshTokenCookie().serialize('jgr_abc', 60)).toBe(
      '__Host-refresh_token=jgr_abc; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict',
    );
  });

  it.each(['', 'abc', 'jgr_', 'jgr_a; Domain=evil', 'a.b.c'])('C1 · writes no cookie for %j', (token) => {
    expect(() => refreshTokenCookie().serialize(token, 60)).toThrow('pass a refresh token');
  });

  it('C6 · reads its cookie strictly', () => {
    const cookie = refreshTokenCookie();

    expect(cookie.read(request('a=b; __Host-refresh_token=jgr_x'))).toBe('jgr_x');
    for (const absent of [
      'a=b',
      '__Host-refresh_token=',
      'x__Host-refresh_token=jgr_x',
      '\xa0__Host-refresh_token=jgr_x',
    ])
      expect(cookie.read(request(absent))).toBeUndefined();
    expect(() => cookie.read(request('__Host-refresh_token=a; __Host-refresh_token=a'))).toThrow(
      expect.objectContaining({ status: 400 }) as Error,
    );
  });
});
