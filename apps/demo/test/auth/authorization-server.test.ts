import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import type { RunningDemo } from '../support/running-demo.js';
import { runDemo } from '../support/running-demo.js';

let demo: RunningDemo;
beforeAll(async () => {
  demo = await runDemo();
});
afterAll(() => demo.close());

const alice = { username: 'alice', password: 'demo' };

describe('login', () => {
  it('T1 · answers a token in mode bearer', async () => {
    const answer = await demo.logIn({ ...alice, mode: 'bearer' });
    const body = (await answer.json()) as Record<string, unknown>;
    expect(answer.status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String) as string,
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: expect.stringMatching(/^jgr_/) as string,
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(partOf(String(body['access_token']), 0)).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
    expect(partOf(String(body['access_token']), 1)).toMatchObject({
      iss: demo.origin,
      sub: 'alice',
      scope: 'profile:read reports:read',
    });
  });

  it('C1 · sets a cookie that scripts and other sites cannot use in mode cookie', async () => {
    const answer = await demo.logIn({ ...alice, mode: 'cookie' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [pair = '', ...attributes] = (answer.headers.getSetCookie()[0] ?? '').split('; ');
    expect(pair).toMatch(/^__Host-access_token=[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Strict', 'Secure']);
  });

  it('gives a wrong password and an unknown user the same 401, and logs no name and no password', async () => {
    const wrong = await demo.logIn({ username: 'alice', password: 'a-guess', mode: 'bearer' });
    const unknown = await demo.logIn({ username: 'mallory', password: 'demo', mode: 'bearer' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.text()).toBe(await unknown.text());
    expect(headersOf(wrong)).toEqual(headersOf(unknown));
    expect(wrong.headers.getSetCookie()).toEqual([]);
    expect(demo.lines.filter((line) => line.includes('login_failed'))).toHaveLength(2);
    expect(demo.lines.join('\n')).not.toMatch(/mallory|a-guess/);
  });

  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['an array', []],
    ['no password', { username: 'alice', mode: 'bearer' }],
    ['a name that is no string', { username: ['alice'], password: 'demo', mode: 'bearer' }],
    ['no mode', alice],
    ['an unknown mode', { ...alice, mode: 'query' }],
  ])('answers 400 to a malformed body: %s', async (_title, body) => {
    const answer = await demo.logIn(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
  });

  it('answers 400 to a form, which another page could send', async () => {
    const answer = await demo.logIn('username=alice&password=demo&mode=cookie', {
      'Content-Type': 'application/x-www-form-urlencoded',
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['by Fetch Metadata', { 'Sec-Fetch-Site': 'cross-site' }],
    ['by Origin', { Origin: 'https://evil.example' }],
    ['by Referer', { Referer: 'https://evil.example/page' }],
    ['that hides its origin', { Origin: 'null' }],
  ])('C5 · answers 403 to a foreign page, known %s', async (_title, headers) => {
    const answer = await demo.logIn({ ...alice, mode: 'cookie' }, headers);
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("C5 · serves the demo's own pages", async () => {
    const answer = await demo.logIn({ ...alice, mode: 'cookie' }, { Origin: demo.origin });
    expect(answer.status).toBe(204);
  });
});

describe('logout', () => {
  const logOut = (headers = {}) => fetch(`${demo.origin}/auth/logout`, { method: 'POST', headers });

  it('clears the cookies', async () => {
    const answer = await logOut({ Cookie: await demo.cookieOf('alice'), 'Sec-Fetch-Site': 'same-origin' });
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-access_token=;.*Max-Age=0/) as string,
      expect.stringMatching(/^__Host-refresh_token=;.*Max-Age=0/) as string,
    ]);
  });

  it('C5 · answers 403 to a foreign page', async () => {
    const answer = await logOut({ 'Sec-Fetch-Site': 'cross-site' });
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

describe('the documents of the issuer', () => {
  it('T6 · publishes the key that verifies its tokens, and no private part', async () => {
    const answer = await fetch(`${demo.origin}/.well-known/jwks.json`);
    const { keys } = (await answer.json()) as { keys: (JsonWebKey & { kid: string })[] };
    const token = await demo.tokenOf('alice');
    const [key] = keys.filter(({ kid }) => kid === partOf(token, 0)['kid']);
    const [, content = '', signature = ''] = /^(.*)\.(.*)$/.exec(token) ?? [];
    expect(answer.headers.get('cache-control')).toMatch(/max-age=\d+/);
    expect(answer.headers.get('etag')).toMatch(/^"/);
    expect(keys.filter((each) => 'd' in each)).toEqual([]);
    const publicKey = createPublicKey({ key: key ?? {}, format: 'jwk' });
    const good = verify(
      'sha256',
      Buffer.from(content),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    expect(good).toBe(true);
  });

  it('T6 · publishes its metadata, under its own name', async () => {
    const answer = await fetch(`${demo.origin}/.well-known/oauth-authorization-server`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toMatch(/max-age=\d+/);
    expect(await answer.json()).toMatchObject({
      issuer: demo.origin,
      jwks_uri: `${demo.origin}/.well-known/jwks.json`,
    });
  });
});

function partOf(token: string, index: number): Record<string, unknown> {
  const json = Buffer.from(token.split('.')[index] ?? '', 'base64url').toString();
  return JSON.parse(json) as Record<string, unknown>;
}

function headersOf(answer: Response): Record<string, string> {
  return Object.fromEntries([...answer.headers].filter(([name]) => name !== 'date'));
}
