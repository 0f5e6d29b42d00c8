import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';
import { openBrowser } from '../../src/docs/browser.js';
import type { Browser } from '../../src/docs/browser.js';
import { guideApps, guideStores, pageFunction, startGuideApp } from '../../src/docs/sessions-guide.js';
import type { GuideApp, RunningGuideApp } from '../../src/docs/sessions-guide.js';
import { untilTrue } from '../../src/lifecycle/until-true.js';

const ownPages = 'http://localhost:3000';
const access = '__Host-access_token';
const refresh = '__Host-refresh_token';
const alice = { name: 'alice', password: 'wonderland' };

/** The first connection to Redis, and the first request, may come while other tests use the machine. */
const startTimeoutMs = 30_000;

async function logIn(url: string): Promise<Browser> {
  const browser = openBrowser(url, ownPages);
  const { status } = await browser.post('/auth/login', alice);
  expect(status).toBe(200);
  return browser;
}

const me = async (browser: Browser): Promise<number> => (await browser.fetch('/me')).status;
const bearer = async (url: string, token = ''): Promise<number> =>
  (await fetch(`${url}/me`, { headers: { Authorization: `Bearer ${token}` } })).status;
const refreshAsClient = (url: string, token = ''): Promise<Response> =>
  fetch(`${url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', client_id: 'web', refresh_token: token }),
  });

/** What every application of the guide does. */
function logsInAndOut(running: () => RunningGuideApp): void {
  it('C1, C5 · lets in who knows the password, from a page of ours', async () => {
    const { url } = running();
    const browser = openBrowser(url, ownPages);
    expect((await browser.post('/auth/login', { ...alice, password: 'guess' })).status).toBe(401);
    expect((await openBrowser(url, 'https://evil.example').post('/auth/login', alice)).status).toBe(403);
    expect(await me(browser)).toBe(401);

    const answer = await browser.post('/auth/login', alice);
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-access_token=ey.*; HttpOnly; Secure; SameSite=Strict$/),
      expect.stringMatching(/^__Host-refresh_token=jgr_.*; HttpOnly; Secure; SameSite=Strict$/),
    ]);
    expect(await (await browser.fetch('/me')).json()).toEqual({ subject: 'alice' });
    expect(await bearer(url, browser.cookie(access))).toBe(200);
  });

  it('T7, T8, L-22, L-25 · refreshes: a new pair, and for a second tab the same refresh token again', async () => {
    const { url } = running();
    const browser = await logIn(url);
    const tab = browser.copy();
    const before = browser.cookie(refresh);
    expect((await browser.post('/auth/refresh')).status).toBe(200);
    expect(browser.cookie(refresh)).not.toBe(before);

    expect((await tab.post('/auth/refresh')).status).toBe(200);
    expect(tab.cookie(refresh)).toBe(browser.cookie(refresh));
    expect([await me(browser), await me(tab)]).toEqual([200, 200]);
  });

  it('C5 · refreshes and ends nothing for the page of somebody else', async () => {
    const browser = await logIn(running().url);
    for (const path of ['refresh', 'logout', 'logout-everywhere']) {
      const foreign = await browser.fetch(`/auth/${path}`, {
        method: 'POST',
        headers: { 'Sec-Fetch-Site': 'cross-site' },
      });
      expect(foreign.status).toBe(403);
    }
    expect((await browser.post('/auth/refresh')).status).toBe(200);
  });

  it('T9, V1, L-23, L-07 · ends the session whose refresh token comes back, and no other', async () => {
    const { url } = running();
    const [browser, phone] = [await logIn(url), await logIn(url)];
    const thief = browser.copy();
    await browser.post('/auth/refresh');
    await browser.post('/auth/refresh');

    expect((await thief.post('/auth/refresh')).status).toBe(401);
    expect(thief.cookie(refresh)).toBeUndefined();
    expect(await me(browser)).toBe(401);
    expect((await browser.post('/auth/refresh')).status).toBe(401);
    expect(await me(phone)).toBe(200);
  });

  it('V1, L-29, L-01 · logs out everywhere: both tokens of every device are dead, and a new login works', async () => {
    const { url } = running();
    const [browser, phone] = [await logIn(url), await logIn(url)];
    const [before, phoneBefore] = [browser.copy(), phone.copy()];

    expect((await browser.post('/auth/logout-everywhere')).status).toBe(204);
    expect([browser.cookie(access), browser.cookie(refresh)]).toEqual([undefined, undefined]);
    for (const device of [before, phoneBefore]) {
      expect(await bearer(url, device.cookie(access))).toBe(401);
      expect(await me(device)).toBe(401);
      const asClient = await refreshAsClient(url, device.cookie(refresh));
      expect(asClient.status).toBe(400);
      expect(await asClient.json()).toMatchObject({ error: 'invalid_grant' });
      expect((await device.post('/auth/refresh')).status).toBe(401);
      expect(device.cookie(refresh)).toBeUndefined();
    }

    expect((await browser.post('/auth/login', alice)).status).toBe(200);
    expect(await me(browser)).toBe(200);
    expect((await browser.post('/auth/refresh')).status).toBe(200);
    expect(await me(browser)).toBe(200);
  });

  it('V1, L-29 · shows users their sessions, and ends the one that they name', async () => {
    const { url } = running();
    const browser = await logIn(url);
    await browser.post('/auth/logout-everywhere');
    await browser.post('/auth/login', alice);
    const phone = openBrowser(url, ownPages);
    await phone.fetch('/auth/login', {
      method: 'POST',
      headers: { 'User-Agent': 'a phone', 'Content-Type': 'application/json' },
      body: JSON.stringify(alice),
    });

    const sessionsOf = async (): Promise<readonly { id: string; device: string }[]> =>
      (await (await browser.fetch('/sessions')).json()) as { id: string; device: string }[];
    const before = await sessionsOf();
    expect(before).toHaveLength(2);
    const lost = before.find(({ device }) => device === 'a phone');

    for (const id of [lost?.id ?? '', 'A'.repeat(22)])
      expect((await browser.fetch(`/sessions/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect([await me(phone), (await phone.post('/auth/refresh')).status]).toEqual([401, 401]);
    expect(await me(browser)).toBe(200);
    expect(await sessionsOf()).toHaveLength(1);
  });
}

const alarm = import.meta.jest.spyOn(console, 'error').mockImplementation(() => undefined);
afterAll(() => {
  alarm.mockRestore();
});

describe.each(guideApps)('the guide of sessions, in memory: %s', (kind) => {
  let app: RunningGuideApp;
  beforeAll(async () => {
    app = await startGuideApp(kind);
  }, startTimeoutMs);
  afterAll(() => app.close());

  logsInAndOut(() => app);

  it('L-29 · ends this session alone by logout', async () => {
    const [browser, phone] = [await logIn(app.url), await logIn(app.url)];
    const before = browser.copy();
    expect((await browser.post('/auth/logout')).status).toBe(204);
    expect([await me(before), (await before.post('/auth/refresh')).status, await me(phone)]).toEqual([401, 401, 200]);
  });

  if (kind !== 'Express') return;

  it('L-29 · keeps the session that changes the password, and ends all others', async () => {
    const [browser, phone] = [await logIn(app.url), await logIn(app.url)];
    expect((await browser.post('/password')).status).toBe(204);
    expect([await me(browser), (await browser.post('/auth/refresh')).status, await me(browser)]).toEqual([
      200, 200, 200,
    ]);
    expect([await me(phone), (await phone.post('/auth/refresh')).status]).toEqual([401, 401]);
  });

  it('T9 · wakes somebody when a refresh token was used twice', async () => {
    const browser = await logIn(app.url);
    const thief = browser.copy();
    await browser.post('/auth/refresh');
    await browser.post('/auth/refresh');
    alarm.mockClear();
    await thief.post('/auth/refresh');
    expect(alarm.mock.calls).toEqual([
      [expect.stringContaining('stolen'), expect.objectContaining({ subject: 'alice', clientId: 'web' })],
    ]);
    expect(JSON.stringify(alarm.mock.calls)).not.toMatch(/jgr_|eyJ/);
  });

  it('T7 · lets the page ask again after one refresh, and sends it to the login when the session is over', async () => {
    const browser = await logIn(app.url);
    const assign = import.meta.jest.fn();
    const api = (await pageFunction())({ fetch: browser.fetch, location: { assign } });
    browser.forget(access);
    expect(await (await api('/me')).json()).toEqual({ subject: 'alice' });
    expect(assign).not.toHaveBeenCalled();

    await browser.copy().post('/auth/logout-everywhere');
    expect((await api('/me')).status).toBe(401);
    expect(assign.mock.calls).toEqual([['/login']]);
  });
});

const describeRedis = redisServerAvailable() ? describe : describe.skip;

describeRedis('the guide of sessions, on Redis', () => {
  let redis: RedisServer;
  const environment = process.env;
  beforeAll(async () => {
    redis = await startRedisServer({ appendOnly: true });
    const encryptionKey = randomBytes(32).toString('base64url');
    process.env = { ...environment, REDIS_URL: redis.url, KEY_ENCRYPTION_KEY: encryptionKey };
  }, startTimeoutMs);
  afterAll(async () => {
    process.env = environment;
    await redis.stop();
  });

  describe.each(
    guideStores.flatMap((stores) =>
      guideApps.filter((app) => app !== 'Nest on Fastify').map((app) => [app, stores] as const),
    ),
  )('%s by %s, two processes', (kind: GuideApp, stores) => {
    let apps: readonly RunningGuideApp[];
    const [one, other] = [() => apps[0] as RunningGuideApp, () => apps[1] as RunningGuideApp];
    beforeAll(async () => {
      apps = [await startGuideApp(kind, stores), await startGuideApp(kind, stores)];
    }, startTimeoutMs);
    afterAll(() => Promise.all(apps.map((app) => app.close())));

    if (stores !== 'ioredis and a replica') logsInAndOut(one);

    it('V1, V4, T7, L-01 · share logins, refreshes and the logout everywhere', async () => {
      const browser = await logIn(one().url);
      const { url } = other();
      const there = openBrowser(url, ownPages, new Map([[refresh, browser.cookie(refresh) ?? '']]));
      expect(await bearer(url, browser.cookie(access))).toBe(200);
      expect((await there.post('/auth/refresh')).status).toBe(200);
      expect(await me(there)).toBe(200);
      const before = there.copy();

      expect((await there.post('/auth/logout-everywhere')).status).toBe(204);
      for (const token of [browser, before].map((each) => each.cookie(access)))
        for (const { url } of apps) await untilTrue(async () => (await bearer(url, token)) === 401);
      expect((await browser.post('/auth/refresh')).status).toBe(401);
      expect(await me(await logIn(one().url))).toBe(200);
    });

    it('T12, A5 · answer 503 while Redis hangs, keep the cookies, and go on with them after it', async () => {
      const browser = await logIn(one().url);
      const before = browser.cookie(refresh);
      redis.suspend();
      try {
        const answer = await browser.post('/auth/refresh');
        expect(answer.status).toBe(503);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(browser.cookie(refresh)).toBe(before);
        // The replica knows for ten seconds more what it needs.
        expect(stores === 'ioredis and a replica' ? [200, 503] : [503]).toContain(await me(browser));
      } finally {
        redis.resume();
      }
      await untilTrue(async () => (await browser.post('/auth/refresh')).status === 200);
      await untilTrue(async () => (await me(browser)) === 200);
    });

    it('T14 · keep a session over a restart', async () => {
      const browser = await logIn(one().url);
      const later = await startGuideApp(kind, stores);
      try {
        const there = openBrowser(later.url, ownPages, new Map([[refresh, browser.cookie(refresh) ?? '']]));
        expect((await there.post('/auth/refresh')).status).toBe(200);
        expect(await me(there)).toBe(200);
      } finally {
        await later.close();
      }
    });
  });
});
