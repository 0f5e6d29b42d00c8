import { InvalidOptionError } from '@jwt-guard/core';
import { createTokenEndpoint } from '@jwt-guard/issuer';
import type { AuthenticateClient, IssuedTokens, TokenEndpointOptions } from '@jwt-guard/issuer';

import { listen, postForm, send } from '../support/http-client.js';
import type { Answered, TestServer } from '../support/http-client.js';
import { audience, createIssuerWorld } from '../support/issuer-world.js';
import type { IssuerWorld } from '../support/issuer-world.js';
import { platforms, serveIssuer } from '../support/platforms.js';

const invalidGrant = { error: 'invalid_grant', error_description: 'The grant is invalid, expired or revoked.' };

const login = (world: IssuerWorld): Promise<IssuedTokens> =>
  world.sessions.start({ subject: 'alice', scopes: ['read', 'write'], audience: [audience, 'https://b.example.com'] });

function expectInvalidRequest(answer: Answered): void {
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({ error: 'invalid_request', error_description: 'The request is malformed.' });
  expect(answer.headers.get('cache-control')).toBe('no-store');
}

describe.each(platforms)('the token endpoint on %s', (platform) => {
  let world: IssuerWorld;
  let server: TestServer;
  let url: string;
  let tokens: IssuedTokens;
  const refresh = (fields: Record<string, string> = {}): Promise<Answered> =>
    postForm(url, { grant_type: 'refresh_token', client_id: 'web', refresh_token: tokens.refreshToken, ...fields });

  beforeAll(async () => {
    world = await createIssuerWorld();
    const { keys, tokens: issuer, sessions } = world;
    server = await serveIssuer(platform, { keys, tokens: issuer, sessions });
    url = `${server.url}/oauth/token`;
  });
  beforeEach(async () => {
    tokens = await login(world);
  });
  afterEach(() => {
    world.down = false;
  });
  afterAll(() => server.close());

  it('T7, L-35 · answers an access token and the next refresh token, which nothing may keep', async () => {
    const answer = await refresh();

    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: expect.stringMatching(/^jgr_/) as string,
      scope: 'read write',
    });
    expect(answer.body['refresh_token']).not.toBe(tokens.refreshToken);
    await expect(world.verifier.verify(answer.body['access_token'])).resolves.toMatchObject({
      subject: 'alice',
      claims: { sid: tokens.session.id },
    });
  });

  it('T12 · narrows scope and audience, and answers more than was granted by errors of their own', async () => {
    const narrow = await refresh({ scope: 'read', resource: 'https://b.example.com' });
    tokens = await login(world);

    expect(narrow.body).toMatchObject({ scope: 'read' });
    await expect(world.verifier.verify(narrow.body['access_token'])).resolves.toMatchObject({
      claims: { aud: 'https://b.example.com' },
    });
    expect(await refresh({ scope: 'read admin' })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    expect(await refresh({ scope: 'read  write' })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    expect(await refresh({ resource: 'https://c.example.com' })).toMatchObject({ body: { error: 'invalid_target' } });
    expect(await refresh()).toMatchObject({ status: 200 });
  });

  it('T12 · takes several resources', async () => {
    const answer = await postForm(
      url,
      `grant_type=refresh_token&refresh_token=${tokens.refreshToken}&resource=${audience}&resource=https://b.example.com`,
    );

    await expect(world.verifier.verify(answer.body['access_token'])).resolves.toMatchObject({
      claims: { aud: [audience, 'https://b.example.com'] },
    });
  });

  it('C-46 · answers an access token as refresh token by 400 invalid_grant', async () => {
    expect(await refresh({ refresh_token: tokens.accessToken.token })).toMatchObject({
      status: 400,
      body: invalidGrant,
    });
  });

  it('T9 · answers everything that a refresh token can have wrong alike', async () => {
    const foreign = await login(await createIssuerWorld());
    const ended = await login(world);
    await world.sessions.revoke(ended.refreshToken);

    for (const wrong of ['x', 'jgr_', foreign.refreshToken, `${tokens.refreshToken}A`, ended.refreshToken])
      expect(await refresh({ refresh_token: wrong })).toMatchObject({ status: 400, body: invalidGrant });
    expect(await refresh({ client_id: 'another' })).toMatchObject({ status: 400, body: invalidGrant });
    expect((await refresh()).status).toBe(200);
  });

  it('L-33 · refuses whatever stands in the URL', async () => {
    const fields = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken };

    expectInvalidRequest(
      await postForm(`${url}?refresh_token=${tokens.refreshToken}`, { grant_type: 'refresh_token' }),
    );
    expectInvalidRequest(await postForm(`${url}?client_id=web`, fields));
    expect((await refresh()).status).toBe(200);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('L-34 · refuses %s', async (method) => {
    expectInvalidRequest(await send(url, { method }));
  });

  it('L-34 · refuses a body that is no form', async () => {
    const json = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken };

    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
      expectInvalidRequest(await send(url, { body: JSON.stringify(json), headers: { 'Content-Type': type } }));
    expectInvalidRequest(await send(url));
  });

  it.each([
    ['grant_type', 'grant_type=refresh_token&grant_type=refresh_token'],
    ['refresh_token', 'refresh_token=a&refresh_token=b'],
    ['scope', 'scope=read&scope=write'],
    ['a parameter that nobody knows', 'x=1&x=2'],
    ['brackets', 'refresh_token[a]=b&grant_type=refresh_token'],
  ])('L-34 · refuses what came twice, or as an object: %s', async (_, fields) => {
    expectInvalidRequest(await postForm(url, fields));
  });

  it('L-34 · refuses a request without a grant type or a refresh token, or with an empty one', async () => {
    expectInvalidRequest(await postForm(url, ''));
    expectInvalidRequest(await postForm(url, { refresh_token: tokens.refreshToken }));
    expectInvalidRequest(await refresh({ refresh_token: '' }));
  });

  it('L-34 · knows no other grant', async () => {
    expect(await refresh({ grant_type: 'password' })).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    });
  });

  it('A1 · refuses a body of more than 16 KiB, and takes none for good', async () => {
    const { status } = await refresh({ padding: 'x'.repeat(20_000) });

    // A body parser before us has limits of its own.
    expect([200, 400]).toContain(status);
    if (!platform.includes('parsers') && platform !== 'Nest on Express') expect(status).toBe(400);
  });

  it('T12 · answers 503 while the store is down, consumes nothing, and recovers', async () => {
    world.down = true;
    const answer = await refresh();
    world.down = false;

    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({ message: 'Service Unavailable' });
    expect((await refresh()).status).toBe(200);
  });
});

describe('the authentication of clients', () => {
  let world: IssuerWorld;
  let server: TestServer;
  let authenticate: AuthenticateClient | undefined;
  const asked: unknown[] = [];
  const backend = 'back end:1';
  const secret = 's%c+r:t ü';
  const encoded = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
  const basic = (id: string, password: string) => ({
    Authorization: `Basic ${Buffer.from(`${encoded(id)}:${encoded(password)}`).toString('base64')}`,
  });

  beforeEach(async () => {
    world = await createIssuerWorld();
    asked.length = 0;
    authenticate = (_request, credentials) => {
      asked.push(credentials);
      const known = credentials.clientId === 'web' ? undefined : secret;
      return Promise.resolve(credentials.clientSecret === known ? credentials.clientId : undefined);
    };
    server = await listen((request, response) => {
      const authenticateClient = authenticate && { authenticateClient: authenticate };
      createTokenEndpoint({ sessions: world.sessions, ...authenticateClient })(request, response);
    });
  });
  afterEach(() => server.close());

  async function refresh(fields: Record<string, string>, headers?: Record<string, string>): Promise<Answered> {
    const { refreshToken } = await world.sessions.start({ subject: 'alice', clientId: backend });
    return postForm(server.url, { grant_type: 'refresh_token', refresh_token: refreshToken, ...fields }, headers);
  }

  it('I-16 · takes a secret from the header or from the form', async () => {
    expect(await refresh({}, basic(backend, secret))).toMatchObject({ status: 200 });
    expect(await refresh({ client_id: backend }, basic(backend, secret))).toMatchObject({ status: 200 });
    expect(await refresh({ client_id: backend, client_secret: secret })).toMatchObject({ status: 200 });
    expect(asked).toEqual(Array(3).fill({ clientId: backend, clientSecret: secret }));
  });

  it.each([
    ['a wrong secret', {}, basic(backend, 'wrong')],
    ['no secret', { client_id: backend }, {}],
    ['no client', {}, {}],
    ['an empty secret', {}, basic(backend, '')],
    ['another scheme', {}, { Authorization: 'Bearer x' }],
    ['no base64', {}, { Authorization: 'Basic ???' }],
    ['no colon', {}, { Authorization: `Basic ${Buffer.from('back').toString('base64')}` }],
    ['no encoding', {}, { Authorization: `Basic ${Buffer.from('%zz:%zz').toString('base64')}` }],
  ] as const)('I-16 · answers %s by 401 invalid_client with a challenge', async (_, fields, headers) => {
    const answer = await refresh(fields, headers);

    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
  });

  it('L-34 · refuses two ways at once', async () => {
    expectInvalidRequest(await refresh({ client_secret: secret }, basic(backend, secret)));
    expectInvalidRequest(await refresh({ client_id: 'web' }, basic(backend, secret)));
  });

  it('I-16 · refuses the refresh token of another client', async () => {
    expect(await refresh({ client_id: 'web' })).toMatchObject({ status: 400, body: invalidGrant });
  });

  it('I-16 · knows no secrets without authenticateClient', async () => {
    authenticate = undefined;

    expect(await refresh({}, basic(backend, secret))).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await refresh({ client_id: backend })).toMatchObject({ status: 200 });
  });
});

describe('the options of the token endpoint', () => {
  it.each([
    ['no sessions', {}, 'sessions'],
    ['a store in their place', { sessions: { start: () => undefined } }, 'sessions'],
    [
      'an authenticateClient that is no function',
      { sessions: { rotate: (): undefined => undefined }, authenticateClient: 'x' },
      'authenticateClient',
    ],
    ['an unknown option', { sessions: { rotate: (): undefined => undefined }, session: 1 }, 'session'],
  ])('refuse %s', (_, options, option) => {
    expect(() => createTokenEndpoint(options as unknown as TokenEndpointOptions)).toThrow(InvalidOptionError);
    expect(() => createTokenEndpoint(options as unknown as TokenEndpointOptions)).toThrow(
      expect.objectContaining({ option }) as Error,
    );
  });
});
