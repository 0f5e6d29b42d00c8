import { createCookieSessions } from '@jwt-guard/issuer';
import type { CookieSessionsOptions, Login } from '@jwt-guard/issuer';

import { cookieHeader, cookieValue, send } from '../support/http-client.js';
import type { Answered, TestServer } from '../support/http-client.js';
import { app, createIssuerWorld, csrfSecret, ownPage } from '../support/issuer-world.js';
import type { IssuerWorld } from '../support/issuer-world.js';
import { platforms, serveIssuer } from '../support/platforms.js';

const access = '__Host-access_token';
const refresh = '__Host-refresh_token';
const csrf = '__Host-csrf_token';
const login: Login = (_request, { name, password }) =>
  Promise.resolve(
    password === 'right'
      ? { subject: String(name), scopes: ['read'], ...(name === 'alice' && { device: 'Firefox' }) }
      : undefined,
  );

const attributesOf = (setCookies: readonly string[], name: string): readonly string[] =>
  setCookies
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.split('; ')
    .slice(1)
    .sort() ?? [];
const isCleared = ({ cookies }: Answered, ...names: readonly string[]): boolean =>
  cookies.length === names.length && names.every((name) => attributesOf(cookies, name).includes('Max-Age=0'));

describe.each(platforms)('sessions in cookies on %s', (platform) => {
  let world: IssuerWorld;
  let server: TestServer;
  const post = (path: string, cookies?: readonly string[], headers: Record<string, string> = ownPage) =>
    send(`${server.url}/auth/${path}`, {
      headers: { ...headers, ...(cookies && { Cookie: cookieHeader(cookies) }) },
    });
  const logIn = (body: unknown = { name: 'alice', password: 'right' }, headers: Record<string, string> = ownPage) =>
    send(`${server.url}/auth/login`, {
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...headers },
    });

  beforeAll(async () => {
    world = await createIssuerWorld();
    const { keys, tokens, sessions } = world;
    const cookieSessions = { login, csrf: { origins: [app] } };
    server = await serveIssuer(platform, { keys, tokens, sessions, cookieSessions });
  });
  afterEach(() => {
    world.down = false;
  });
  afterAll(() => server.close());

  it('C1, L-35 · logs in: both cookies out of reach of scripts, as long as their tokens live', async () => {
    const answer = await logIn();

    expect(answer).toMatchObject({ status: 200, body: { subject: 'alice', expires_in: 600, scope: 'read' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.cookies).toHaveLength(2);
    for (const [name, age] of [
      [access, 600],
      [refresh, 14 * 86_400],
    ] as const)
      expect(attributesOf(answer.cookies, name)).toEqual([
        'HttpOnly',
        `Max-Age=${age}`,
        'Path=/',
        'SameSite=Strict',
        'Secure',
      ]);
    for (const name of [access, refresh])
      expect(answer.text).not.toContain(cookieValue(answer.cookies, name) ?? 'no cookie');
    await expect(world.verifier.verify(cookieValue(answer.cookies, access))).resolves.toMatchObject({
      subject: 'alice',
    });
  });

  it('takes a form too', async () => {
    const answer = await send(`${server.url}/auth/login`, {
      body: new URLSearchParams({ name: 'bob', password: 'right' }).toString(),
      headers: { ...ownPage, 'Content-Type': 'application/x-www-form-urlencoded' },
    });

    expect(answer).toMatchObject({ status: 200, body: { subject: 'bob' } });
  });

  it.each([
    ['alice', 'curl/8', 'Firefox'],
    ['carol', 'curl/8', 'curl/8'],
    ['dave', `\u0085curl\t${'x'.repeat(400)}`, `curl${'x'.repeat(252)}`],
    ['erin', '', undefined],
  ])('names a session as the login says, else by its User-Agent: %s by %j', async (name, agent, device) => {
    expect(await logIn({ name, password: 'right' }, { ...ownPage, 'User-Agent': agent })).toMatchObject({
      status: 200,
    });
    expect((await world.sessions.list(name))[0]?.device).toBe(device);
  });

  it('answers a failed login by 401, and sets and clears nothing', async () => {
    const answer = await logIn({ name: 'alice', password: 'wrong' });

    expect(answer).toMatchObject({ status: 401, cookies: [], body: { error: 'invalid_grant' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Cookie /);
  });

  it('L-34 · refuses a login in another form', async () => {
    for (const headers of [{ 'Content-Type': 'text/plain' }, {}] as Record<string, string>[]) {
      const answer = await send(`${server.url}/auth/login`, { body: '{}', headers: { ...ownPage, ...headers } });
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    }
  });

  it.each(['login', 'refresh', 'logout', 'logout-everywhere'])('C5 · refuses %s from another site', async (path) => {
    const { cookies } = await logIn();
    for (const headers of [{}, { Origin: 'https://evil.example' }, { ...ownPage, 'Sec-Fetch-Site': 'cross-site' }]) {
      const answer = await post(path, cookies, headers);
      expect(answer).toMatchObject({ status: 403, cookies: [], body: { message: 'Forbidden' } });
    }
    expect((await post('refresh', cookies)).status).toBe(200);
  });

  it.each(['login', 'refresh', 'logout', 'logout-everywhere'])('C5 · knows %s by POST alone', async (path) => {
    expect(await send(`${server.url}/auth/${path}`, { method: 'GET' })).toMatchObject({ status: 400 });
  });

  it('T7 · refreshes: both cookies anew, and the old one is taken', async () => {
    const { cookies } = await logIn();
    const answer = await post('refresh', cookies);

    expect(answer).toMatchObject({ status: 200, body: { subject: 'alice' } });
    expect(cookieValue(answer.cookies, refresh)).not.toBe(cookieValue(cookies, refresh));
    expect(attributesOf(answer.cookies, refresh)).toContain('SameSite=Strict');
    expect((await post('refresh', answer.cookies)).status).toBe(200);
  });

  it('T9 · answers a grant that is gone by 401, and clears both cookies', async () => {
    const { cookies } = await logIn();
    await post('logout', cookies);

    for (const stale of [cookies, [`${refresh}=rubbish`], [`${refresh}=`], undefined]) {
      const answer = await post('refresh', stale);
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_grant' } });
      expect(isCleared(answer, access, refresh)).toBe(true);
    }
  });

  it('C6 · answers a cookie that was sent twice by 400', async () => {
    const { cookies } = await logIn();

    for (const path of ['refresh', 'logout', 'logout-everywhere'])
      expect(await post(path, [...cookies, `${refresh}=x`])).toMatchObject({ status: 400, cookies: [] });
  });

  it('T12 · answers 503 while the store is down, and keeps the cookies', async () => {
    const { cookies } = await logIn();
    world.down = true;

    for (const path of ['refresh', 'logout', 'logout-everywhere']) {
      const answer = await post(path, cookies);
      expect(answer).toMatchObject({ status: 503, cookies: [] });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect(await logIn()).toMatchObject({ status: 503, cookies: [] });
    world.down = false;
    expect((await post('refresh', cookies)).status).toBe(200);
  });

  it('V1 · logs out: the session ends, its access token dies, the cookies go; again is the same', async () => {
    const { cookies } = await logIn();

    for (const sent of [cookies, cookies, undefined]) {
      const answer = await post('logout', sent);
      expect(answer.status).toBe(204);
      expect(isCleared(answer, access, refresh)).toBe(true);
    }
    await expect(world.verifier.verify(cookieValue(cookies, access))).rejects.toMatchObject({ reason: 'revoked' });
  });

  it('V1 · logs out everywhere: all sessions of the user, and nobody else', async () => {
    const [one, other, bob] = [await logIn(), await logIn(), await logIn({ name: 'bob', password: 'right' })];

    expect((await post('logout-everywhere', one.cookies)).status).toBe(204);
    expect((await post('refresh', other.cookies)).status).toBe(401);
    expect((await post('refresh', bob.cookies)).status).toBe(200);
    expect((await post('logout-everywhere', one.cookies)).status).toBe(401);
  });
});

describe.each(platforms)('sessions in cookies with the signed double submit on %s', (platform) => {
  let world: IssuerWorld;
  let server: TestServer;
  let cookies: readonly string[];
  const post = (path: string, headers: Record<string, string> = {}, sent: readonly string[] = cookies) =>
    send(`${server.url}/auth/${path}`, { headers: { ...ownPage, Cookie: cookieHeader(sent), ...headers } });
  const submitted = (sent: readonly string[] = cookies) => ({ 'X-CSRF-Token': cookieValue(sent, csrf) ?? '' });

  beforeAll(async () => {
    world = await createIssuerWorld();
    const { keys, tokens, sessions } = world;
    const cookieSessions = { login, csrf: { origins: [app], token: { secret: csrfSecret } } };
    server = await serveIssuer(platform, { keys, tokens, sessions, cookieSessions });
  });
  beforeEach(async () => {
    ({ cookies } = await send(`${server.url}/auth/login`, {
      body: '{"name":"alice","password":"right"}',
      headers: { ...ownPage, 'Content-Type': 'application/json' },
    }));
  });
  afterAll(() => server.close());

  it('C4 · sets a third cookie, which scripts can read', () => {
    expect(attributesOf(cookies, csrf)).toEqual(['Max-Age=1209600', 'Path=/', 'SameSite=Strict', 'Secure']);
  });

  it.each(['refresh', 'logout', 'logout-everywhere'])('C4, C5 · asks %s for it', async (path) => {
    const other = await send(`${server.url}/auth/login`, {
      body: '{"name":"alice","password":"right"}',
      headers: { ...ownPage, 'Content-Type': 'application/json' },
    });
    const foreign = cookies.map((cookie) =>
      cookie.startsWith(csrf) ? (other.cookies.find((one) => one.startsWith(csrf)) ?? '') : cookie,
    );

    expect(await post(path)).toMatchObject({ status: 403, cookies: [] });
    expect(await post(path, submitted(foreign), foreign)).toMatchObject({ status: 403, cookies: [] });
    expect((await post(path, submitted())).status).toBeLessThan(300);
  });

  it('C4 · keeps the token at a refresh, so that other tabs go on', async () => {
    const answer = await post('refresh', submitted());

    expect(cookieValue(answer.cookies, csrf)).toBe(cookieValue(cookies, csrf));
  });

  it('C4 · clears it with the others', async () => {
    expect(isCleared(await post('logout', submitted()), access, refresh, csrf)).toBe(true);
    expect(isCleared(await post('refresh', submitted()), access, refresh, csrf)).toBe(true);
  });
});

describe('the options of sessions in cookies', () => {
  it.each([
    ['no sessions', { sessions: undefined }, 'sessions'],
    ['no login', { login: undefined }, 'login'],
    ['no csrf', { csrf: undefined }, 'csrf'],
    ['no origins', { csrf: {} }, 'csrf.origins'],
    ['a weak secret', { csrf: { origins: [app], token: { secret: 'x' } } }, 'csrf.token.secret'],
    ['SameSite=None', { sameSite: 'None' }, 'sameSite'],
    ['a name without the prefix', { names: { accessToken: 'token' } }, 'name'],
    ['an unknown name', { names: { access: '__Host-x' } }, 'names.access'],
    ['an empty client', { clientId: '' }, 'clientId'],
    ['an unknown option', { domain: 'example.com' }, 'domain'],
  ])('C1, C5 · refuse %s', async (_, wrong, option) => {
    const { sessions } = await createIssuerWorld();
    const options = { sessions, login, csrf: { origins: [app] }, ...wrong } as unknown as CookieSessionsOptions;

    expect(() => createCookieSessions(options)).toThrow(expect.objectContaining({ option }) as Error);
  });

  it('C1 · take Lax, names and a client of their own', async () => {
    const { keys, tokens, sessions } = await createIssuerWorld();
    const names = { accessToken: '__Host-a', refreshToken: '__Host-r' } as const;
    const cookieSessions = { login, csrf: { origins: [app] }, names, sameSite: 'Lax', clientId: 'browser' } as const;
    const server = await serveIssuer('node:http', { keys, tokens, sessions, cookieSessions });
    const headers = { ...ownPage, 'Content-Type': 'application/json' };
    const { cookies } = await send(`${server.url}/auth/login`, { headers, body: '{"name":"a","password":"right"}' });
    const again = await send(`${server.url}/auth/refresh`, { headers: { ...ownPage, Cookie: cookieHeader(cookies) } });
    await server.close();

    for (const name of Object.values(names)) expect(attributesOf(cookies, name)).toContain('SameSite=Lax');
    expect(again.status).toBe(200);
    await expect(sessions.list('a')).resolves.toMatchObject([{ clientId: 'browser', device: 'node' }]);
  });
});
