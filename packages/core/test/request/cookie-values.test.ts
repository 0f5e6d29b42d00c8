import { cookieValues } from '../../src/request/cookie-values.js';

describe('cookieValues', () => {
  it('C6 · answers every value of a name, over all headers, as it was sent', () => {
    const rawHeaders = ['Cookie', 'a=1; b=2;a="3"', 'cookie', '\ta=%20', 'Set-Cookie', 'a=5'];

    expect(cookieValues({ rawHeaders }, 'a')).toEqual(['1', '"3"', '%20']);
    expect(cookieValues({ rawHeaders }, 'c')).toEqual([]);
  });

  it('takes nothing off a value', () => {
    expect(cookieValues({ rawHeaders: ['Cookie', 'a= 1 2; a=3 '] }, 'a')).toEqual([' 1 2', '3 ']);
  });

  it('W-06 · takes no other name for it', () => {
    expect(cookieValues({ rawHeaders: ['Cookie', 'A=1; xa=2; \xa0a=3; a'] }, 'a')).toEqual([]);
  });
});
