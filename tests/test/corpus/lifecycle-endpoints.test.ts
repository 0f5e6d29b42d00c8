import type { IssuedTokens } from '@jwt-guard/issuer';

import { startIssuingApp } from '../../src/corpus/issuing-app.js';
import type { IssuingApp } from '../../src/corpus/issuing-app.js';
import { refusalFaults } from '../../src/corpus/refusal-faults.js';
import { send, sendBearer } from '../../src/corpus/send.js';
import type { Answer, Message } from '../../src/corpus/send.js';
import { frameworks } from '../../src/wiring/api.js';

const form = ['Content-Type', 'application/x-www-form-urlencoded'];
const signsOfCode = /\bat .*:\d+:\d+|node_modules|jose|jwt-guard|jwt_guard|\.ts\b|\.js\b/i;

/** An error of RFC 6749 §5.2, which nothing may keep and which tells nothing of what was sent. */
function expectError({ status, headers, body }: Answer, expected: readonly [number, string], sent = ''): void {
  expect([status, (JSON.parse(body) as { readonly error: string }).error]).toEqual(expected);
  expect(Object.keys(JSON.parse(body) as object)).toEqual(['error', 'error_description']);
  expect(headers['cache-control']).toBe('no-store');
  expect(body).not.toMatch(signsOfCode);
  if (sent !== '') expect(JSON.stringify([headers, body])).not.toContain(sent);
}

describe.each(frameworks)('an issuer in an application with its API, on %s', (framework) => {
  let app: IssuingApp;
  let tokens: IssuedTokens;
  beforeAll(async () => {
    app = await startIssuingApp(framework);
  });
  beforeEach(async () => {
    tokens = await app.sessions.start({ subject: 'alice', scopes: ['reports:read'] });
  });
  afterAll(() => app.close());

  const refresh = (token: string, fields: Record<string, string> = {}): Promise<Answer> =>
    app.postForm('/oauth/token', { grant_type: 'refresh_token', client_id: 'web', refresh_token: token, ...fields });
  const revoke = (token: string, fields: Record<string, string> = {}): Promise<Answer> =>
    app.postForm('/oauth/revoke', { client_id: 'web', token, ...fields });
  const sessionOf = (answer: Answer): { readonly access_token: string; readonly refresh_token: string } =>
    JSON.parse(answer.body) as { access_token: string; refresh_token: string };
  const expectRefused = async (accessToken: string): Promise<void> => {
    const before = app.calls();
    expect(refusalFaults(await sendBearer(app.url, accessToken), 'invalid_token', [accessToken])).toEqual([]);
    expect(app.calls()).toBe(before);
  };
  const expectLive = async (accessToken: string): Promise<void> => {
    expect(await sendBearer(app.url, accessToken)).toMatchObject({ status: 200 });
  };

  it('C-46 · takes no access token for a refresh token, and no refresh token for an access token', async () => {
    const { accessToken, refreshToken } = tokens;
    expectError(await refresh(accessToken.token), [400, 'invalid_grant'], accessToken.token);
    await expectRefused(refreshToken);
    await expectRefused(refreshToken.replaceAll('_', '.'));
    await expectLive(accessToken.token);
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it('L-22, L-35 · rotates: a new pair that nothing may keep', async () => {
    const answer = await refresh(tokens.refreshToken);
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    const next = sessionOf(answer);
    expect(next.refresh_token).not.toBe(tokens.refreshToken);
    await expectLive(next.access_token);
  });

  it('L-23, L-25, L-07 · ends the session on reuse after grace, with the access tokens that it had', async () => {
    const reused: unknown[] = [];
    const stop = app.sessions.on('reuseDetected', ({ sessionId }) => reused.push(sessionId));
    const other = await app.sessions.start({ subject: 'alice' });
    const next = sessionOf(await refresh(tokens.refreshToken));
    expect(sessionOf(await refresh(tokens.refreshToken)).refresh_token).toBe(next.refresh_token);
    app.pass(31);
    expectError(await refresh(tokens.refreshToken), [400, 'invalid_grant'], tokens.refreshToken);
    expectError(await refresh(next.refresh_token), [400, 'invalid_grant'], next.refresh_token);
    await expectRefused(next.access_token);
    await expectRefused(tokens.accessToken.token);
    await expectLive(other.accessToken.token);
    expect(reused).toContain(tokens.session.id);
    stop();
  });

  it('L-29 · ends all of a user, and a login within the same second is in', async () => {
    await app.sessions.revokeSubject('alice');
    const login = await app.sessions.start({ subject: 'alice' });
    expectError(await refresh(tokens.refreshToken), [400, 'invalid_grant']);
    await expectRefused(tokens.accessToken.token);
    await expectLive(login.accessToken.token);
  });

  it('L-30, L-37 · refuses other clients and forged tokens, and the session lives', async () => {
    const { refreshToken } = tokens;
    expectError(await refresh(refreshToken, { client_id: 'another' }), [400, 'invalid_grant'], refreshToken);
    const last = refreshToken.endsWith('A') ? 'B' : 'A';
    for (const forged of [`${refreshToken.slice(0, -1)}${last}`, refreshToken.slice(0, -43) + 'A'.repeat(43), 'jgr_'])
      expectError(await refresh(forged), [400, 'invalid_grant']);
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it('L-31 · grants no more scopes than before', async () => {
    for (const scope of ['reports:read admin', 'admin', 'reports:read reports:read', 'reports:read  ', ' '])
      expectError(await refresh(tokens.refreshToken, { scope }), [400, 'invalid_scope']);
    expect((await refresh(tokens.refreshToken, { scope: 'reports:read' })).status).toBe(200);
  });

  it('L-33 · reads nothing from the URL', async () => {
    const inUrl = `/oauth/token?grant_type=refresh_token&client_id=web&refresh_token=${tokens.refreshToken}`;
    for (const message of [
      { method: 'GET', path: inUrl },
      { method: 'POST', path: inUrl, headers: form },
      { method: 'POST', path: inUrl, headers: form, body: 'grant_type=refresh_token&client_id=web' },
    ])
      expectError(await send(app.url, message), [400, 'invalid_request'], tokens.refreshToken);
    expect((await refresh(tokens.refreshToken)).status).toBe(200);
  });

  it('L-34 · takes a form alone, and each parameter once', async () => {
    const fields = `grant_type=refresh_token&client_id=web&refresh_token=${tokens.refreshToken}`;
    const json = { grant_type: 'refresh_token', client_id: 'web', refresh_token: tokens.refreshToken };
    const post = (type: string, body: string): Message => ({ method: 'POST', headers: ['Content-Type', type], body });
    for (const message of [
      { method: 'GET' },
      { method: 'PUT', headers: form, body: fields },
      post('application/json', JSON.stringify(json)),
      post('application/json', JSON.stringify({ ...json, refresh_token: { $ne: '' } })),
      post('text/plain', fields),
      { method: 'POST', headers: form, body: `${fields}&refresh_token=${tokens.refreshToken}` },
      { method: 'POST', headers: form, body: `${fields}&grant_type=refresh_token` },
      { method: 'POST', headers: form, body: fields.replace('refresh_token=jgr', 'refresh_token[a]=jgr') },
      { method: 'POST', headers: form, body: '' },
    ])
      expectError(await send(app.url, { path: '/oauth/token', ...message }), [400, 'invalid_request']);
    expect((await refresh(tokens.refreshToken)).status).toBe(200);
  });

  it('L-38 · refuses a session that has expired, and one whose secret is not ours', async () => {
    const foreign = await startIssuingApp(framework);
    const { refreshToken } = await foreign.sessions.start({ subject: 'alice' });
    expectError(await refresh(refreshToken), [400, 'invalid_grant'], refreshToken);
    await foreign.close();
    app.pass(91 * 86_400);
    expectError(await refresh(tokens.refreshToken), [400, 'invalid_grant'], tokens.refreshToken);
  });

  it("L-10 · answers every revocation alike, whatever was sent, and ends what is the sender's alone", async () => {
    const expired = await app.sessions.start({ subject: 'alice' });
    app.pass(15 * 86_400);
    const own = await app.sessions.start({ subject: 'alice' });
    const answers = [
      ...[expired.refreshToken, expired.accessToken.token, 'x', 'a.b.c', 'jgr_', `${own.refreshToken}A`],
      `${own.accessToken.token.slice(0, -4)}AAAA`,
    ].map((token) => revoke(token));
    const foreign = [own.refreshToken, own.accessToken.token].map((token) => revoke(token, { client_id: 'another' }));
    for (const { status, body, headers } of await Promise.all([...answers, ...foreign]))
      expect([status, body, headers['cache-control']]).toEqual([200, '', 'no-store']);
    await expectLive(own.accessToken.token);

    expect(await revoke(own.accessToken.token)).toMatchObject({ status: 200, body: '' });
    await expectRefused(own.accessToken.token);
    const next = sessionOf(await refresh(own.refreshToken));
    expect(await revoke(next.refresh_token)).toMatchObject({ status: 200, body: '' });
    await expectRefused(next.access_token);
    expectError(await refresh(next.refresh_token), [400, 'invalid_grant']);
  });

  it('I-16 · has no introspection, and asks whoever revokes for a name', async () => {
    const { refreshToken, accessToken } = tokens;
    expectError(await app.postForm('/oauth/revoke', { token: refreshToken }), [401, 'invalid_client'], refreshToken);
    for (const path of ['/oauth/introspect', '/introspect'])
      expect((await app.postForm(path, { token: accessToken.token, client_id: 'web' })).status).toBeGreaterThanOrEqual(
        401,
      );
    const metadata = await send(app.url, { path: '/.well-known/oauth-authorization-server' });
    expect(metadata.body).not.toContain('introspection');
    await expectLive(accessToken.token);
  });
});

describe.each(frameworks)('a client with a secret, on %s', (framework) => {
  it('I-16 · refreshes and revokes by it alone', async () => {
    const app = await startIssuingApp(framework, { confidential: true });
    const { refreshToken, accessToken } = await app.sessions.start({ subject: 'alice' });
    const requests = [
      ['/oauth/token', { grant_type: 'refresh_token', refresh_token: refreshToken }],
      ['/oauth/revoke', { token: refreshToken }],
      ['/oauth/revoke', { token: accessToken.token }],
    ] as const;
    for (const [path, fields] of requests) {
      for (const who of [{}, { client_id: 'web' }, { client_id: 'web', client_secret: 'wrong' }]) {
        const answer = await app.postForm(path, { ...fields, ...who });
        expectError(answer, [401, 'invalid_client'], 'sesame');
        expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
      }
    }
    const answer = await app.postForm('/oauth/token', {
      ...requests[0][1],
      client_id: 'web',
      client_secret: 'open sesame',
    });
    expect(answer.status).toBe(200);
    await app.close();
  });
});
