import cookieParser from 'cookie-parser';
import express from 'express';
import { jwtGuard } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';

import { expectAnswer, expectRefusal } from './support/expect-refusal.js';
import { guardedApp, trustIn } from './support/guarded-app.js';
import { sendRaw } from './support/raw-http.js';

describe('a token anywhere else in the request', () => {
  it('B3 · T-12 · changes nothing in the query string beside a header', async () => {
    const { app, issuer } = guardedApp();
    const answer = await sendRaw(app, {
      target: `/?access_token=${issuer.tokenFor({ subject: 'mallory' })}`,
      headers: [`Authorization: Bearer ${issuer.tokenFor({ subject: 'alice' })}`],
    });
    expect(answer).toMatchObject({ status: 200, body: '{"subject":"alice","source":"header"}' });
  });

  it.each<[string, (token: string) => string]>([
    ['T-15', (t) => `/?access_token=${t}`],
    ['T-16', (t) => `/?access_token=${t}&access_token=${t}`],
    ['T-16', (t) => `/?access_token[]=${t}`],
    ['T-16', (t) => `/?access_token[x]=${t}`],
    ['T-16', (t) => `/?__proto__[access_token]=${t}&constructor[prototype][authorization]=Bearer%20${t}`],
  ])('B3 · %s · is never read from the query string', async (_id, target) => {
    const guarded = guardedApp();
    guarded.app.set('query parser', 'extended');
    await expectRefusal(guarded, { target: target(guarded.issuer.tokenFor()) }, 'missing_token');
  });

  it.each<[string, string, (token: string) => string]>([
    ['T-18', 'application/x-www-form-urlencoded', (t) => `access_token=${t}`],
    ['T-18', 'application/x-www-form-urlencoded', (t) => `access_token=${t}&access_token=${t}`],
    ['T-18', 'application/json', (t) => JSON.stringify({ access_token: [t, t], authorization: `Bearer ${t}` })],
  ])('B3 · %s · is never read from a body of %s', async (_id, type, body) => {
    const guarded = guardedApp({ above: [express.urlencoded({ extended: true }), express.json()] });
    const request = { method: 'POST', headers: [`Content-Type: ${type}`], body: body(guarded.issuer.tokenFor()) };
    await expectRefusal(guarded, request, 'missing_token');
  });

  it.each(['X-User: admin', 'X-Auth-Claims: {"sub":"admin"}', 'Auth: admin', 'X-Forwarded-User: admin'])(
    'T-38 · is never made from the header %s',
    async (header) => {
      const guarded = guardedApp();
      await expectRefusal(guarded, { headers: [header] }, 'missing_token');
      const authorization = `Authorization: Bearer ${guarded.issuer.tokenFor({ subject: 'alice' })}`;
      const answer = await sendRaw(guarded.app, { headers: [authorization, header] });
      expect(answer.body).toBe('{"subject":"alice","source":"header"}');
    },
  );

  it('T-39 · is never read from Sec-WebSocket-Protocol or the query of an upgrade', async () => {
    const guarded = guardedApp();
    const token = guarded.issuer.tokenFor();
    const headers = ['Connection: Upgrade', 'Upgrade: websocket', `Sec-WebSocket-Protocol: bearer, ${token}`];
    await expectRefusal(guarded, { target: `/?access_token=${token}`, headers }, 'missing_token');
  });

  it('T-40 · is never read from a trailer', async () => {
    const guarded = guardedApp();
    const answer = await sendRaw(guarded.app, {
      method: 'POST',
      headers: [
        'Transfer-Encoding: chunked',
        'Trailer: Authorization',
        '',
        '0',
        `Authorization: Bearer ${guarded.issuer.tokenFor()}`,
      ],
    });
    expectAnswer(answer, 'missing_token');
  });
});

describe('a header that is no good HTTP', () => {
  it('T-19 · answers 15 KB of garbage with 401, and leaves 17 KB to Node', async () => {
    const guarded = guardedApp();
    await expectRefusal(guarded, { headers: [`Authorization: Bearer ${'a'.repeat(15_000)}`] }, 'invalid_token');
    const answer = await sendRaw(guarded.app, { headers: [`Authorization: Bearer ${'a'.repeat(17_000)}`] });
    expect(answer.status).toBe(431);
  });

  it.each([
    ['a bare CR', 'x\rAuthorization: Bearer '],
    ['a bare LF before a space', 'x\n Authorization: Bearer '],
    ['NUL', 'x\0Authorization: Bearer '],
    ['a folded line', 'x\r\n Bearer '],
  ])('T-20 · lets nobody in through %s', async (_title, smuggled) => {
    const { app, issuer, handled } = guardedApp();
    const answer = await sendRaw(app, { headers: [`X-Any: ${smuggled}${issuer.tokenFor()}`] });
    expect([400, 401]).toContain(answer.status);
    expect(handled()).toBe(0);
  });

  it.each([
    ['a bare CR', '\r'],
    ['a bare LF', '\n'],
    ['NUL', '\0'],
    ['a folded line', '\r\n '],
  ])('T-20 · refuses a token with %s in it', async (_title, inserted) => {
    const { app, issuer, handled } = guardedApp();
    const token = issuer.tokenFor();
    const answer = await sendRaw(app, {
      headers: [`Authorization: Bearer ${token.slice(0, 40)}${inserted}${token.slice(40)}`],
    });
    expect([400, 401]).toContain(answer.status);
    expect(handled()).toBe(0);
  });
});

describe('what a request says of itself', () => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])(
    'B11 · T-31 · guards %s as any other method',
    async (method) => {
      const { app, handled, issuer } = guardedApp();
      const refused = await sendRaw(app, { method });
      expect(refused.status).toBe(401);
      expect(refused.headers['www-authenticate']).toBe('Bearer realm="api"');
      expect(handled()).toBe(0);

      const good = await sendRaw(app, { method, headers: [`Authorization: Bearer ${issuer.tokenFor()}`] });
      expect(good.status).toBe(200);
    },
  );

  it('B11 · T-31 · guards HEAD on a route that has only a GET handler', async () => {
    let handled = 0;
    const app = express().get('/', jwtGuard(trustIn(createLocalIssuer())), (_request, response) => {
      handled += 1;
      response.json({});
    });
    const answer = await sendRaw(app, { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 401, body: '' });
    expect(handled).toBe(0);
  });

  it('B9 · T-32 · answers a preflight with 401, and tells the operator what to do', async () => {
    const guarded = guardedApp();
    const headers = ['Origin: https://app.example.com', 'Access-Control-Request-Method: POST'];
    await expectRefusal(guarded, { method: 'OPTIONS', headers }, 'missing_token');
    expect(guarded.rejected[0]?.hint).toMatch(/cors\(\) above jwtGuard\(\)/);
  });

  it('B9 · T-32 · gives no hint for an OPTIONS request that is no preflight', async () => {
    const guarded = guardedApp();
    await expectRefusal(guarded, { method: 'OPTIONS' }, 'missing_token');
    expect(guarded.rejected[0]).not.toHaveProperty('hint');
  });

  it.each(['X-HTTP-Method-Override: OPTIONS', 'X-HTTP-Method: OPTIONS', 'X-Method-Override: OPTIONS'])(
    'T-30 · overlooks %s',
    async (header) => {
      const guarded = guardedApp();
      await expectRefusal(guarded, { method: 'POST', target: '/?_method=OPTIONS', headers: [header] }, 'missing_token');
    },
  );

  it('T-35 · overlooks the host of an absolute request target', async () => {
    const guarded = guardedApp();
    await expectRefusal(guarded, { target: 'http://evil.example/public' }, 'missing_token');
    const headers = [`Authorization: Bearer ${guarded.issuer.tokenFor()}`];
    expect(await sendRaw(guarded.app, { target: 'http://evil.example/x', headers })).toMatchObject({ status: 200 });
  });

  it.each([
    '/public/',
    '/public/x',
    '/public/..',
    '/x/../public',
    '/public%2f..%2fprivate',
    '/publicly',
    '//public',
    '/%2fpublic',
    '/private?/public',
    '/private#/public',
    '/private;/public',
    '/private?url=/public',
    '\\public',
  ])('T-34 · has no list of open paths that %s could slip through', async (target) => {
    const open = express().use((request, response, next) => {
      if (request.path === '/public') response.json({ open: true });
      else next();
    });
    const guarded = guardedApp({ above: [open] });
    expect(await sendRaw(guarded.app, { target: '/public?x=1' })).toMatchObject({ status: 200, body: '{"open":true}' });
    const answer = await sendRaw(guarded.app, { target });
    expect([400, 401]).toContain(answer.status);
    expect(guarded.handled()).toBe(0);
  });

  it.each(['unless', 'publicPaths', 'exclude'])('T-34 · refuses the option %s', (option) => {
    const options = trustIn(createLocalIssuer());
    expect(() => jwtGuard({ ...options, [option]: ['/public'] })).toThrow(`${option}: unknown option`);
  });

  it('F-12 · overlooks X-Forwarded headers, also behind `trust proxy`', async () => {
    const guarded = guardedApp({ above: [cookieParser()] });
    guarded.app.set('trust proxy', true);
    const headers = ['X-Forwarded-Host: issuer.test', 'X-Forwarded-Proto: https', 'X-Forwarded-For: 127.0.0.1'];
    await expectRefusal(guarded, { headers }, 'missing_token');
  });
});
