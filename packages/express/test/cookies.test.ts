import { createHmac } from 'node:crypto';

import cookieParser from 'cookie-parser';
import { fromAuthorizationHeader, fromCookie, jwtGuard } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import type { RequestHandler } from 'express';

import { expectRefusal } from './support/expect-refusal.js';
import type { Refusal } from './support/expect-refusal.js';
import { guardedApp, trustIn } from './support/guarded-app.js';
import type { GuardedApp, GuardedAppOptions } from './support/guarded-app.js';
import { sendRaw } from './support/raw-http.js';

const name = '__Host-access_token';
const origin = 'https://app.example.com';

function cookieApp(options: GuardedAppOptions = {}): GuardedApp {
  return guardedApp({ from: [fromAuthorizationHeader(), fromCookie(name)], csrf: { origins: [origin] }, ...options });
}

describe('a token in a cookie', () => {
  it.each([
    ['alone', (t: string) => [`Cookie: ${name}=${t}`]],
    ['among others', (t: string) => [`Cookie: a=b; ${name}=${t}; c=d`]],
    ['in a second Cookie header', (t: string) => ['Cookie: a=b', `Cookie: ${name}=${t}`]],
  ])('C7 · is accepted %s', async (_title, headers) => {
    const { app, issuer } = cookieApp();
    const answer = await sendRaw(app, { headers: headers(issuer.tokenFor({ subject: 'alice' })) });
    expect(answer).toMatchObject({ status: 200, body: '{"subject":"alice","source":"cookie"}' });
  });

  it('C7 · is accepted beside cookie-parser, which still gives the handler its cookies', async () => {
    const cookies: unknown[] = [];
    const read: RequestHandler = (request, _response, next) => {
      cookies.push(request.cookies);
      next();
    };
    const { app, issuer } = cookieApp({ above: [cookieParser()], below: [read] });
    const token = issuer.tokenFor();
    expect(await sendRaw(app, { headers: [`Cookie: ${name}=${token}; theme=dark`] })).toMatchObject({ status: 200 });
    expect(cookies).toEqual([expect.objectContaining({ [name]: token, theme: 'dark' })]);
  });

  it.each<[string, string, (t: string) => string, Refusal]>([
    ['W-02', 'a JSON cookie', () => 'j:{"a":1}', 'invalid_token'],
    ['W-02', 'a JSON cookie with a token in it', (t) => `j:["${t}"]`, 'invalid_token'],
    ['W-03', 'a token in percent-encoding', (t) => t.replaceAll('.', '%2E'), 'invalid_token'],
    ['W-03', 'a bad percent-encoding', () => '%ZZ', 'invalid_token'],
    ['W-04', 'a quoted token', (t) => `"${t}"`, 'invalid_token'],
    ['W-04', 'a cookie sandwich', (t) => `"${t}; x=y"`, 'invalid_token'],
    ['W-02', 'an empty cookie', () => '', 'invalid_token'],
  ])('%s · is refused as %s, with and without cookie-parser', async (_id, _title, value, refusal) => {
    for (const above of [[], [cookieParser('a secret')]]) {
      const guarded = cookieApp({ above });
      const headers = [`Cookie: $Version=1; ${name}=${value(guarded.issuer.tokenFor())}`];
      await expectRefusal(guarded, { headers }, refusal);
    }
  });

  it.each([
    ['W-06', 'access_token'],
    ['W-06', '__Secure-access_token'],
    ['W-06', '__host-access_token'],
    ['W-06', '__Host-access_token2'],
    ['W-06', 'x__Host-access_token'],
    ['W-07', '__proto__'],
    ['W-07', 'constructor'],
  ])('%s · is overlooked under the name %s', async (_id, other) => {
    const guarded = cookieApp({ above: [cookieParser()] });
    await expectRefusal(guarded, { headers: [`Cookie: ${other}=${guarded.issuer.tokenFor()}`] }, 'missing_token');
    expect({}).not.toHaveProperty('token');
  });

  it('C7 · is overlooked where the guard reads the header alone', async () => {
    const guarded = guardedApp({ above: [cookieParser()] });
    await expectRefusal(guarded, { headers: [`Cookie: ${name}=${guarded.issuer.tokenFor()}`] }, 'missing_token');
  });

  it('demands at creation the origins that may send it', () => {
    const options = { ...trustIn(createLocalIssuer()), from: fromCookie(name) };
    expect(() => jwtGuard(options)).toThrow(/^csrf: .*origins/);
  });
});

describe('a token in a signed cookie', () => {
  const secret = 'a secret for signing cookies';
  const signedApp = (): GuardedApp =>
    cookieApp({ above: [cookieParser(secret)], from: fromCookie(name, { signed: true }) });
  const sign = (value: string, key: string): string =>
    encodeURIComponent(`s:${value}.${createHmac('sha256', key).update(value).digest('base64').replace(/=+$/, '')}`);
  const expectRefused = async (value: (t: string) => string): Promise<void> => {
    const { app, issuer, handled } = signedApp();
    const answer = await sendRaw(app, { headers: [`Cookie: ${name}=${value(issuer.tokenFor())}`] });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(handled()).toBe(0);
  };

  it('C7 · is accepted when cookie-parser verified the signature', async () => {
    const { app, issuer } = signedApp();
    const headers = [`Cookie: ${name}=${sign(issuer.tokenFor({ subject: 'alice' }), secret)}`];
    expect(await sendRaw(app, { headers })).toMatchObject({ body: '{"subject":"alice","source":"cookie"}' });
  });

  it('C7 · is refused when somebody else signed it', () => expectRefused((t) => sign(t, 'another secret')));

  it('C7 · is refused when nobody signed it', () => expectRefused((t) => t));

  it('W-02 · C7 · is refused as a JSON cookie', () => expectRefused((t) => sign(`j:["${t}"]`, secret)));
});

describe('several credentials', () => {
  it('T-14 · B2 · accepts header and cookie that are equal, as the header', async () => {
    const { app, issuer } = cookieApp();
    const token = issuer.tokenFor({ subject: 'alice' });
    const headers = [`Authorization: Bearer ${token}`, `Cookie: ${name}=${token}`, 'Sec-Fetch-Site: cross-site'];
    const answer = await sendRaw(app, { method: 'POST', headers });
    expect(answer).toMatchObject({ status: 200, body: '{"subject":"alice","source":"header"}' });
  });

  it('T-14 · B2 · refuses header and cookie that differ', async () => {
    const guarded = cookieApp();
    const [one, another] = [guarded.issuer.tokenFor(), guarded.issuer.tokenFor()];
    const headers = [`Authorization: Bearer ${one}`, `Cookie: ${name}=${another}`];
    await expectRefusal(guarded, { headers }, 'invalid_request');
  });

  it.each([
    ['an expired header', (guarded: GuardedApp) => guarded.issuer.tokenFor({ expiresIn: -60 }), 'invalid_request'],
    ['a header that is no token', () => '!', 'invalid_token'],
  ] as const)('T-14 · never falls back from %s to a good cookie', async (_title, header, refusal) => {
    const guarded = cookieApp();
    const headers = [`Authorization: Bearer ${header(guarded)}`, `Cookie: ${name}=${guarded.issuer.tokenFor()}`];
    await expectRefusal(guarded, { headers }, refusal);
  });

  it.each<[string, (t: string, u: string) => readonly string[]]>([
    ['twice in one header', (t, u) => [`Cookie: ${name}=${t}; ${name}=${u}`]],
    ['twice with one value', (t) => [`Cookie: ${name}=${t}; ${name}=${t}`]],
    ['twice, once empty', (t) => [`Cookie: ${name}=; ${name}=${t}`]],
    ['in two headers', (t, u) => [`Cookie: ${name}=${t}`, `Cookie: ${name}=${u}`]],
  ])('C6 · refuses the cookie %s, which cookie-parser would hide', async (_title, headers) => {
    const guarded = cookieApp({ above: [cookieParser()] });
    const lines = headers(guarded.issuer.tokenFor(), guarded.issuer.tokenFor());
    await expectRefusal(guarded, { headers: lines }, 'invalid_request');
  });
});

describe('a request that changes something, with the cookie', () => {
  const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'];
  const cookie = ({ issuer }: GuardedApp): string => `Cookie: ${name}=${issuer.tokenFor()}`;

  it.each(methods)('C2 · passes as %s from the same origin', async (method) => {
    const guarded = cookieApp();
    const headers = [cookie(guarded), 'Sec-Fetch-Site: same-origin'];
    expect(await sendRaw(guarded.app, { method, headers })).toMatchObject({ status: 200 });
  });

  it.each([
    ['by Origin', [`Origin: ${origin}`]],
    ['by Referer', [`Referer: ${origin}/page?x=1`]],
    ['by Origin, on the same site', ['Sec-Fetch-Site: same-site', `Origin: ${origin}`]],
    ['by Origin, with Sec-Fetch-Site none', ['Sec-Fetch-Site: none', `Origin: ${origin}`]],
  ])('W-12 · C2, C3 · passes from a configured origin, told %s', async (_title, lines) => {
    const guarded = cookieApp();
    const headers = [cookie(guarded), ...lines];
    expect(await sendRaw(guarded.app, { method: 'POST', headers })).toMatchObject({ status: 200 });
  });

  it.each<[string, string, readonly string[]]>([
    ['W-10', 'another site', ['Sec-Fetch-Site: cross-site']],
    ['W-10', 'another site that claims our origin', ['Sec-Fetch-Site: cross-site', `Origin: ${origin}`]],
    ['W-10', 'a foreign origin', ['Origin: https://evil.example']],
    ['W-11', 'nowhere', []],
    ['W-11', 'nowhere, with Sec-Fetch-Site none', ['Sec-Fetch-Site: none']],
    ['W-11', 'nowhere, with an unknown Sec-Fetch-Site', ['Sec-Fetch-Site: same-origin-ish']],
    ['W-11', 'the origin null', ['Origin: null']],
    ['W-11', 'the origin null with our referer', ['Origin: null', `Referer: ${origin}/`]],
    ['W-11', 'a foreign referer', ['Referer: https://evil.example/?https://app.example.com/']],
    ['W-11', 'an origin that starts as ours', [`Origin: ${origin}.evil.example`]],
    ['W-11', 'another port', [`Origin: ${origin}:8443`]],
    ['W-11', 'another scheme', ['Origin: http://app.example.com']],
    ['W-11', 'our origin and another', [`Origin: ${origin}`, 'Origin: https://evil.example']],
    ['W-12', 'a sibling subdomain', ['Sec-Fetch-Site: same-site', 'Origin: https://blog.example.com']],
    ['W-12', 'somewhere on the same site', ['Sec-Fetch-Site: same-site']],
    ['W-15', 'a form that plays JSON', ['Sec-Fetch-Site: cross-site', 'Content-Type: text/plain']],
    ['T-30', 'another site, called GET in a header', ['Sec-Fetch-Site: cross-site', 'X-HTTP-Method-Override: GET']],
  ])('C2, C3 · %s · is 403 from %s', async (_id, _title, lines) => {
    const guarded = cookieApp();
    const headers = [cookie(guarded), ...lines];
    await expectRefusal(guarded, { method: 'POST', target: '/?_method=GET', headers }, 'csrf_rejected');
  });

  it('F-12 · C3 · is 403 from an origin that only X-Forwarded headers make ours', async () => {
    const guarded = cookieApp();
    guarded.app.set('trust proxy', true);
    const forwarded = ['X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: https', 'Origin: https://evil.example'];
    const headers = [cookie(guarded), ...forwarded];
    await expectRefusal(guarded, { method: 'POST', headers }, 'csrf_rejected');
  });

  it.each(methods)('C2 · is 403 as %s from another site', async (method) => {
    const guarded = cookieApp();
    const headers = [cookie(guarded), 'Sec-Fetch-Site: cross-site'];
    await expectRefusal(guarded, { method, headers }, 'csrf_rejected');
  });

  it('C2 · is 403 as a WebSocket upgrade from another site', async () => {
    const guarded = cookieApp();
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Origin: https://evil.example'];
    await expectRefusal(guarded, { headers: [cookie(guarded), ...upgrade] }, 'csrf_rejected');
  });

  it('W-15 · C2 · is not checked as GET: a route that changes something by GET is for its author to mend', async () => {
    const guarded = cookieApp();
    const headers = [cookie(guarded), 'Sec-Fetch-Site: cross-site'];
    expect(await sendRaw(guarded.app, { headers })).toMatchObject({ status: 200 });
  });

  it.each([[[]], [['Sec-Fetch-Site: cross-site', 'Origin: https://evil.example']]])(
    'W-16 · C2 · is not checked for a Bearer token with %j',
    async (lines) => {
      const { app, issuer } = cookieApp();
      const headers = [`Authorization: Bearer ${issuer.tokenFor()}`, ...lines];
      expect(await sendRaw(app, { method: 'POST', headers })).toMatchObject({ status: 200 });
    },
  );

  it('C2 · is checked before the token is looked at', async () => {
    const guarded = cookieApp();
    const headers = [`Cookie: ${name}=not-a-token`, 'Sec-Fetch-Site: cross-site'];
    await expectRefusal(guarded, { method: 'POST', headers }, 'csrf_rejected');
  });
});
