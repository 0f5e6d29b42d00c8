import type { RunningDemo } from '../support/running-demo.js';
import { runDemo } from '../support/running-demo.js';

let demo: RunningDemo;
beforeAll(async () => {
  demo = await runDemo();
});
afterAll(() => demo.close());

/** Where a token is carried. */
const carriers = ['header', 'cookie'] as const;
type Carrier = (typeof carriers)[number];

describe.each(['/express', '/nest'])('the API under %s', (api) => {
  describe.each(carriers)('with the token in a %s', (carrier) => {
    it('lets alice read her profile', async () => {
      const answer = await get('/profile', await as('alice', carrier));
      expect(answer.status).toBe(200);
      const scopes = ['profile:read', 'reports:read'];
      expect(await answer.json()).toEqual({ subject: 'alice', scopes, source: carrier });
    });

    it('lets alice read reports', async () => {
      const answer = await get('/reports', await as('alice', carrier));
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ reports: ['Q1', 'Q2', 'Q3'] });
    });

    it('B6 · refuses reports to bob, and names the scope that he lacks', async () => {
      const answer = await get('/reports', await as('bob', carrier));
      expect(answer.status).toBe(403);
      expect(challengeOf(answer)).toMatch(/^Bearer .*error="insufficient_scope".*scope="reports:read"/);
    });

    it('B6 · lets nobody write reports', async () => {
      const answer = await post('/reports', { ...(await as('alice', carrier)), Origin: demo.origin });
      expect(answer.status).toBe(403);
      expect(challengeOf(answer)).toMatch(/error="insufficient_scope".*scope="reports:write"/);
    });

    it('B6 · takes the token of alice for none of billing', async () => {
      const answer = await get('/billing', await as('alice', carrier));
      expect(answer.status).toBe(401);
      expect(challengeOf(answer)).toMatch(/^Bearer .*error="invalid_token"/);
    });

    it('lets carol, whose token is also for billing, read it', async () => {
      const answer = await get('/billing', await as('carol', carrier));
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ subject: 'carol', invoices: [] });
    });
  });

  it.each(['profile', 'reports', 'billing'])('B4, B5 · answers a bare 401 without a token: %s', async (route) => {
    const answer = await get(`/${route}`);
    expect(answer.status).toBe(401);
    expect(challengeOf(answer)).toMatch(/^Bearer realm="[^"]*"$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each<[string, Record<string, string>]>([
    ['from another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['without a signal of its origin', {}],
    ['from another origin', { Origin: 'https://evil.example' }],
  ])('C2, C3 · answers 403 without a Bearer challenge to a POST with a cookie %s', async (_title, headers) => {
    const answer = await post('/reports', { ...(await as('alice', 'cookie')), ...headers });
    expect(answer.status).toBe(403);
    expect(challengeOf(answer)).toBeNull();
  });

  it('is open on its public route, also to a token that does not verify', async () => {
    for (const headers of [{}, { Authorization: 'Bearer forged' }]) {
      const answer = await get('/public', headers);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ message: 'Open to everyone.' });
    }
  });

  it('B10 · greets strangers and alice on its optional route, and refuses a bad token there', async () => {
    const stranger = await get('/optional');
    const alice = await get('/optional', await as('alice', 'header'));
    const forged = await get('/optional', { Authorization: 'Bearer forged' });
    expect(await stranger.json()).toEqual({ message: 'Hello, stranger.' });
    expect(await alice.json()).toEqual({ message: 'Hello, alice.' });
    expect(forged.status).toBe(401);
    expect(challengeOf(forged)).toMatch(/error="invalid_token"/);
  });

  it('B2 · answers 400 to a header and a cookie that differ', async () => {
    const both = { ...(await as('alice', 'header')), ...(await as('bob', 'cookie')) };
    const answer = await get('/profile', both);
    expect(answer.status).toBe(400);
    expect(challengeOf(answer)).toMatch(/error="invalid_request"/);
  });

  const get = (path: string, headers: Record<string, string> = {}) => fetch(demo.origin + api + path, { headers });
  const post = (path: string, headers: Record<string, string>) =>
    fetch(demo.origin + api + path, { method: 'POST', headers });
});

async function as(username: string, carrier: Carrier): Promise<Record<string, string>> {
  return carrier === 'header'
    ? { Authorization: `Bearer ${await demo.tokenOf(username)}` }
    : { Cookie: await demo.cookieOf(username) };
}

function challengeOf(answer: Response): string | null {
  return answer.headers.get('www-authenticate');
}
