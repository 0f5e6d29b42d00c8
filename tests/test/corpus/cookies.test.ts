import { fromAuthorizationHeader, fromCookie } from '@jwt-guard/core';
import { accessTokenCookie } from '@jwt-guard/issuer';
import { apiOn } from '../../src/wiring/api-on.js';
import { frameworks } from '../../src/wiring/api.js';
import { expectRefusal } from '../../src/wiring/expect-refusal.js';
import { sendRaw } from '../../src/wiring/raw-http.js';

const name = '__Host-access_token';
const options = {
  from: [fromAuthorizationHeader(), fromCookie(name)],
  csrf: { origins: ['https://app.example.com'] },
};

describe.each(frameworks)('a token in a cookie, on %s', (framework) => {
  const on = apiOn(framework, options);
  const token = (): string => on.api.issuer.tokenFor({ subject: 'alice' });
  const expectRefused = (value: string) =>
    expectRefusal(on.api, { headers: [`Cookie: ${name}=${value}`] }, 'invalid_token');

  it('C7 · is accepted among other cookies', async () => {
    for (const headers of [[`Cookie: a=b; ${name}=${token()}; c=d`], ['Cookie: a=b', `Cookie: ${name}=${token()}`]]) {
      const answer = await sendRaw(on.api.url, { target: '/protected', headers });
      expect(answer).toMatchObject({ status: 200, body: '{"subject":"alice","source":"cookie"}' });
    }
  });

  it('W-02 · is refused as what cookie-parser takes for JSON', async () => {
    for (const value of ['j:{"a":1}', 'j:["x"]', `j:["${token()}"]`, `j:"${token()}"`, 'j:', 'j:{', 's:x.y', ''])
      await expectRefused(value);
  });

  it('W-03 · is refused in percent-encoding, good or bad', async () => {
    for (const value of [token().replaceAll('.', '%2E'), '%41%2E%42', '%ZZ', '%', `%20${token()}`, `${token()}%0d%0a`])
      await expectRefused(value);
  });

  it('W-04 · is refused in quotes, and as the filling of a cookie sandwich', async () => {
    for (const value of [`"${token()}"`, `"${token()}; x=b"`, `"${token()}`]) await expectRefused(value);
    const headers = [`Cookie: $Version=1; ${name}="a; x=${token()}"; y=b`];
    await expectRefusal(on.api, { headers }, 'invalid_token');
  });

  it('W-06 · is overlooked under any other name', async () => {
    for (const other of [
      'access_token',
      '__Secure-access_token',
      '__host-access_token',
      '__HOST-access_token',
      `${name}2`,
      `x${name}`,
      `\xa0${name}`,
    ])
      await expectRefusal(on.api, { headers: [`Cookie: ${other}=${token()}`] }, 'missing_token');
  });

  it('W-07 · pollutes nothing under the name of a prototype', async () => {
    for (const other of ['__proto__', 'constructor', 'prototype'])
      await expectRefusal(on.api, { headers: [`Cookie: ${other}=${token()}`] }, 'missing_token');
    expect({}).not.toHaveProperty('token');
  });

  it('C6 · is ambiguous when its name stands there twice', async () => {
    const one = token();
    for (const headers of [
      [`Cookie: ${name}=${one}; ${name}=${token()}`],
      [`Cookie: ${name}=${one}; ${name}=${one}`],
      [`Cookie: ${name}=; ${name}=${one}`],
      [`Cookie: ${name}=${one}`, `Cookie: ${name}=${token()}`],
    ])
      await expectRefusal(on.api, { headers }, 'invalid_request');
  });

  it('B2 · T-14 · is accepted beside an equal header, as the header', async () => {
    const one = token();
    const headers = [`Authorization: Bearer ${one}`, `Cookie: ${name}=${one}`];
    const answer = await sendRaw(on.api.url, { target: '/protected', headers });
    expect(answer).toMatchObject({ status: 200, body: '{"subject":"alice","source":"header"}' });
  });

  it('B2 · T-14 · is ambiguous beside another header, also where one of the two has expired', async () => {
    const expired = on.api.issuer.tokenFor({ claims: { iat: 1, nbf: 1, exp: 2 } });
    for (const [header, cookie] of [
      [token(), token()],
      [expired, token()],
      [token(), expired],
    ]) {
      const headers = [`Authorization: Bearer ${header}`, `Cookie: ${name}=${cookie}`];
      await expectRefusal(on.api, { headers }, 'invalid_request');
    }
  });

  it('T-14 · is no way out for a header that is no token', async () => {
    for (const header of ['!', '', 'x y'])
      await expectRefusal(
        on.api,
        { headers: [`Authorization: Bearer ${header}`, `Cookie: ${name}=${token()}`] },
        'invalid_token',
      );
  });

  it('C1, C7 · W-08 · is what the cookie of the issuer carries: __Host-, Secure, HttpOnly, Path=/, SameSite, no Domain', async () => {
    for (const sameSite of ['Strict', 'Lax'] as const) {
      const [pair = '', ...attributes] = accessTokenCookie({ sameSite }).serialize(token(), 300).split('; ');
      expect(attributes.toSorted()).toEqual(['HttpOnly', 'Max-Age=300', 'Path=/', `SameSite=${sameSite}`, 'Secure']);
      const answer = await sendRaw(on.api.url, { target: '/protected', headers: [`Cookie: ${pair}`] });
      expect(answer).toMatchObject({ status: 200, body: '{"subject":"alice","source":"cookie"}' });
    }
  });
});
