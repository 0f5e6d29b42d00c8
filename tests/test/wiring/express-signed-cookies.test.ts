import { fromAuthorizationHeader, fromCookie, getAuth, jwtGuard, jwtGuardErrors } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import cookieParser from 'cookie-parser';
import express from 'express';
import type { RequestHandler } from 'express';
import { sendRaw } from '../../src/wiring/raw-http.js';
import type { RawAnswer } from '../../src/wiring/raw-http.js';
import { startListener } from '../../src/wiring/start-app.js';
import type { RunningApp } from '../../src/wiring/start-app.js';

const name = '__Host-access_token';
const { issuer, audience, jwks, tokenFor } = createLocalIssuer();
const guard = jwtGuard({
  issuer,
  audience,
  jwks,
  from: [fromAuthorizationHeader(), fromCookie(name, { signed: true })],
  csrf: { origins: ['https://app.example.com'] },
});

/** Signs its cookies as Express does: `/login` sets the token, and every other path answers who is there. */
function start(parser: RequestHandler): Promise<RunningApp> {
  const app = express();
  app.use(parser);
  app.get('/login', (_request, response) => {
    const attributes = { signed: true, httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const;
    response.cookie(name, tokenFor({ subject: 'alice' }), attributes);
    response.cookie('theme', { dark: true }, { signed: true }).cookie('lang', 'de').end();
  });
  app.use(guard, (request, response) => {
    const { subject, source } = getAuth(request);
    const { theme } = request.signedCookies as { theme?: unknown };
    response.json({ subject, source, theme, lang: (request.cookies as { lang?: unknown }).lang });
  });
  app.use(jwtGuardErrors());
  return startListener(app);
}

describe('cookie-parser and cookies that Express signed', () => {
  let app: RunningApp;
  let cookies: string;
  beforeAll(async () => {
    app = await start(cookieParser('the secret of the application'));
    const { headers } = await sendRaw(app.url, { target: '/login' });
    cookies = (headers['set-cookie'] ?? '').replaceAll(/;[^\n]*/g, '').replaceAll('\n', '; ');
  });
  afterAll(() => app.close());
  const send = (cookie: string, ...lines: readonly string[]): Promise<RawAnswer> =>
    sendRaw(app.url, { method: 'POST', headers: [`Cookie: ${cookie}`, ...lines] });
  const sameOrigin = 'Sec-Fetch-Site: same-origin';

  it('C7 · carry the token, and the other cookies of the application as before', async () => {
    const answer = await send(cookies, sameOrigin);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ subject: 'alice', source: 'cookie', theme: { dark: true }, lang: 'de' });
  });

  it('C2 · are no credential for another site', async () => {
    expect(await send(cookies, 'Sec-Fetch-Site: cross-site')).toMatchObject({ status: 403 });
    expect(await send(cookies)).toMatchObject({ status: 403 });
  });

  it.each([
    ['whose signature was changed', (value: string) => value.replace(/\.[^.]{4}/g, '.AAAA')],
    ['that nobody signed', () => `${name}=${tokenFor()}`],
    ['that only looks signed', () => `${name}=s:${tokenFor()}.${'A'.repeat(43)}`],
    ['signed under another name', (value: string) => value.replace(name, 'other').replace('theme', name)],
  ])('C7 · are refused with one %s', async (_title, change) => {
    const answer = await send(change(cookies), sameOrigin);
    expect(answer).toMatchObject({ status: 401 });
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('C6 · are refused twice, though cookie-parser shows one of them', async () => {
    expect(await send(`${cookies}; ${name}=x`, sameOrigin)).toMatchObject({ status: 400 });
  });

  it.each([
    ['no cookie-parser', express.json()],
    ['a cookie-parser without a secret', cookieParser()],
    ['a cookie-parser with another secret', cookieParser('another secret')],
  ])('C7 · are refused with %s', async (_title, parser) => {
    const plain = await startListener(express().use(parser, guard, jwtGuardErrors()));
    const answer = await sendRaw(plain.url, { headers: [`Cookie: ${cookies}`] });
    await plain.close();
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
  });
});
