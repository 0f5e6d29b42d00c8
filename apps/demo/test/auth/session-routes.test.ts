import { ask, cookiesOf, logIn, logInByCookie, profileStatuses, refresh, tokensOf } from '../support/client.js';
import type { RunningDemo } from '../support/running-demo.js';
import { runDemo } from '../support/running-demo.js';

let demo: RunningDemo;
beforeAll(async () => {
  demo = await runDemo();
});
afterAll(() => demo.close());

const post = (path: string, headers: Record<string, string> = {}) =>
  fetch(demo.origin + path, { method: 'POST', headers });

describe('refresh', () => {
  it('T7, L-22 · answers new tokens to a refresh token in the body', async () => {
    const before = await logIn(demo, 'alice');
    const answer = await refresh(demo, before.refreshToken);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const after = await tokensOf(answer);
    expect(after.refreshToken).not.toBe(before.refreshToken);
    expect(await profileStatuses(demo, after)).toEqual([200, 200]);
  });

  it('T8, L-25 · answers the same successor to two tabs', async () => {
    const { refreshToken } = await logIn(demo, 'alice');
    const answers = await Promise.all([refresh(demo, refreshToken), refresh(demo, refreshToken)]);
    const [one, other] = await Promise.all(answers.map(tokensOf));
    expect(one?.refreshToken).toBe(other?.refreshToken);
  });

  it('T9, L-23 · ends the session of a token that is two behind, and tells the operators', async () => {
    const first = await logIn(demo, 'alice');
    const second = await tokensOf(await refresh(demo, first.refreshToken));
    const third = await tokensOf(await refresh(demo, second.refreshToken));
    const reused = await refresh(demo, first.refreshToken);
    expect(reused.status).toBe(400);
    expect(await reused.json()).toEqual({ error: 'invalid_grant', error_description: expect.any(String) as string });
    expect(await profileStatuses(demo, third)).toEqual([401, 401]);
    expect((await refresh(demo, third.refreshToken)).status).toBe(400);
    expect(demo.lines.filter((line) => line.includes('reuseDetected'))).toHaveLength(1);
  });

  it('C1 · sets both cookies anew for a browser', async () => {
    const cookie = await logInByCookie(demo, 'bob');
    const answer = await post('/auth/refresh', { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' });
    expect(answer.status).toBe(204);
    expect(cookiesOf(answer)).toMatch(/^__Host-access_token=[\w.-]+; __Host-refresh_token=jgr_[\w-]+$/);
    expect(cookiesOf(answer)).not.toBe(cookie);
  });

  it('clears the cookies of a browser whose session has ended', async () => {
    const cookie = await logInByCookie(demo, 'bob');
    await post('/auth/logout', { Cookie: cookie });
    const answer = await post('/auth/refresh', { Cookie: cookie });
    expect(answer.status).toBe(400);
    expect(cookiesOf(answer)).toBe('__Host-access_token=; __Host-refresh_token=');
  });

  it('C5 · answers 403 to a foreign page, and takes nothing', async () => {
    const cookie = await logInByCookie(demo, 'bob');
    const foreign = await post('/auth/refresh', { Cookie: cookie, Origin: 'https://evil.example' });
    expect([foreign.status, foreign.headers.getSetCookie()]).toEqual([403, []]);
    expect((await post('/auth/refresh', { Cookie: cookie, Origin: demo.origin })).status).toBe(204);
  });

  it.each([undefined, null, '', 'jgr_forged', 'x.y.z', 1, {}, ['a']])('answers 400 to %p', async (wrong) => {
    expect((await refresh(demo, wrong)).status).toBe(400);
  });
});

describe('logout', () => {
  it.each(['header', 'body', 'cookie'] as const)(
    'V1, L-07 · ends one session and leaves the other, known by the %s',
    async (by) => {
      const cookie = await logInByCookie(demo, 'carol');
      const [client, other] = [await logIn(demo, 'carol'), await logIn(demo, 'carol')];
      const ended = by === 'cookie' ? { accessToken: /access_token=([^;]+)/.exec(cookie)?.[1] ?? '' } : client;
      const answer = await {
        header: () => ask(`${demo.origin}/auth/logout`, client, 'POST'),
        body: () =>
          fetch(`${demo.origin}/auth/logout`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ refresh_token: client.refreshToken }),
          }),
        cookie: () => post('/auth/logout', { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }),
      }[by]();
      expect(answer.status).toBe(204);
      expect(await profileStatuses(demo, ended)).toEqual([401, 401]);
      expect(await profileStatuses(demo, other)).toEqual([200, 200]);
    },
  );

  it('is 204 for whoever is not logged in', async () => {
    expect((await post('/auth/logout')).status).toBe(204);
  });
});

describe('logout everywhere', () => {
  it('V1, L-03 · ends all sessions of the user, and a new login works at once', async () => {
    const [one, two, stranger] = [await logIn(demo, 'bob'), await logIn(demo, 'bob'), await logIn(demo, 'alice')];
    expect((await ask(`${demo.origin}/auth/logout-everywhere`, one, 'POST')).status).toBe(204);
    expect(await profileStatuses(demo, one)).toEqual([401, 401]);
    expect(await profileStatuses(demo, two)).toEqual([401, 401]);
    expect((await refresh(demo, two.refreshToken)).status).toBe(400);
    expect(await profileStatuses(demo, stranger)).toEqual([200, 200]);
    expect(await profileStatuses(demo, await logIn(demo, 'bob'))).toEqual([200, 200]);
  });
});

describe('the list of sessions', () => {
  interface Listed {
    readonly id: string;
    readonly device: string;
    readonly current: boolean;
  }
  const list = async (client: { readonly accessToken: string }) =>
    ((await (await ask(`${demo.origin}/auth/sessions`, client)).json()) as { sessions: readonly Listed[] }).sessions;

  it('names the devices of the user, marks the one that asks, and ends another', async () => {
    const [laptop, phone] = [await logIn(demo, 'root'), await logIn(demo, 'root')];
    const sessions = await list(laptop);
    expect(sessions).toHaveLength(2);
    expect(sessions.map(({ device }) => device)).toEqual(['node', 'node']);
    const other = sessions.find(({ current }) => !current)?.id ?? '';
    expect((await ask(`${demo.origin}/auth/sessions/${other}`, laptop, 'DELETE')).status).toBe(204);
    expect(await profileStatuses(demo, phone)).toEqual([401, 401]);
    expect((await list(laptop)).map(({ current }) => current)).toEqual([true]);
  });

  it("does not end somebody else's session", async () => {
    const [alice, bob] = [await logIn(demo, 'alice'), await logIn(demo, 'bob')];
    const own = (await list(bob)).find(({ current }) => current)?.id ?? '';
    expect((await ask(`${demo.origin}/auth/sessions/${own}`, alice, 'DELETE')).status).toBe(404);
    expect(await profileStatuses(demo, bob)).toEqual([200, 200]);
  });

  it('is shown to nobody without a token', async () => {
    expect((await fetch(`${demo.origin}/auth/sessions`)).status).toBe(401);
  });
});
