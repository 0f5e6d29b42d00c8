import request from 'supertest';
import { createJwtVerifier, fromAuthorizationHeader, fromCookie, JwtGuardModule } from '@jwt-guard/nestjs';
import type { RejectedEvent } from '@jwt-guard/nestjs';
import { ApiController, handled } from './support/api.controller.js';
import { answerTo } from './support/answer-to.js';
import { accepted, bearer, expiredBearer, issuer } from './support/issuer.js';
import { send } from './support/send.js';
import { platforms, startApp } from './support/start-app.js';
import type { RunningApp } from './support/start-app.js';

const rejected: RejectedEvent[] = [];
const verifier = createJwtVerifier(accepted as Parameters<typeof createJwtVerifier>[0]);
verifier.on('rejected', (event) => rejected.push(event));

const bare = 'Bearer realm="orders"';
const description = 'The access token is expired, revoked, malformed, or invalid for other reasons';
const invalidToken = `${bare}, error="invalid_token", error_description="${description}"`;

describe.each(platforms)('JwtGuard on %s', (platform) => {
  let api: RunningApp;
  const get = (path: string, authorization?: string): request.Test =>
    authorization === undefined
      ? request(api.url).get(path)
      : request(api.url).get(path).set('Authorization', authorization);

  beforeAll(async () => {
    const guard = JwtGuardModule.forRoot({
      verifier,
      from: [fromAuthorizationHeader(), fromCookie('__Host-access_token')],
      csrf: { origins: ['https://app.test'] },
      realm: 'orders',
    });
    api = await startApp({ imports: [guard], controllers: [ApiController] }, { platform });
  });
  afterAll(() => api.close());
  beforeEach(() => {
    handled.length = 0;
    rejected.length = 0;
  });

  it('hands the token and a claim to the handler', async () => {
    const { status, body } = await answerTo(get('/profile', bearer({ subject: 'alice', scopes: ['reports:read'] })));
    expect(status).toBe(200);
    expect(body).toEqual({ subject: 'alice', scopes: ['reports:read'], source: 'header', sub: 'alice' });
  });

  it('B8 · sets req.auth and req.user, and the token itself does not show in JSON', async () => {
    const authorization = bearer({ subject: 'alice' });
    const { body, text } = await answerTo(get('/identity', authorization));
    expect(body).toMatchObject({ auth: { subject: 'alice', source: 'header' }, user: { sub: 'alice' } });
    expect(text).not.toContain(authorization.slice('Bearer '.length));
  });

  it('B4 · B5 · answers a missing credential with a bare challenge', async () => {
    const { status, headers, body } = await answerTo(get('/profile'));
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe(bare);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({ message: 'Unauthorized' });
    expect(handled).toEqual([]);
  });

  it.each([
    ['is expired', expiredBearer()],
    ['is for another audience', bearer({ audience: 'https://other.test' })],
    ['is garbage', 'Bearer garbage'],
    ['is empty', 'Bearer '],
    ['was changed', `${bearer().slice(0, -6)}AAAAAA`],
    ['D1 · is bound to a key that nobody proves to hold', bearer({ claims: { cnf: { jkt: 'thumbprint' } } })],
  ])('B6 · B8 · answers 401 invalid_token when the token %s', async (_case, authorization) => {
    const { status, headers, body } = await answerTo(get('/profile', authorization));
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe(invalidToken);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({ error: 'invalid_token', error_description: description });
    expect(handled).toEqual([]);
  });

  it('B6 · answers 403 insufficient_scope with every missing scope', async () => {
    const { status, headers, body } = await answerTo(request(api.url).post('/reports').set('Authorization', bearer()));
    expect(status).toBe(403);
    expect(headers['www-authenticate']).toContain('error="insufficient_scope"');
    expect(headers['www-authenticate']).toContain('scope="reports:read reports:write"');
    expect(body).toMatchObject({ error: 'insufficient_scope', scope: 'reports:read reports:write' });
    expect(handled).toEqual([]);
  });

  it.each([
    ['/reports', { scopes: ['reports:read'] }, 403],
    ['/any-scope', { scopes: ['reports:write'] }, 403],
    ['/billing', { audience: [issuer.audience, 'https://billing.test'] }, 401],
    ['/roles', { claims: { roles: ['admin'] } }, 403],
    ['/tenant', { claims: { tenant: 'acme' } }, 403],
  ])('serves %s to a token with %j, and answers %i without', async (path, options, refusal) => {
    expect((await get(path, bearer())).status).toBe(refusal);
    expect(handled).toEqual([]);
    expect((await get(path, bearer(options))).status).toBe(200);
  });

  it.each([
    ['two Authorization headers', ['Authorization', bearer(), 'Authorization', bearer()]],
    ['one that was joined by a proxy', ['Authorization', `${bearer()}, ${bearer()}`]],
    ['a header and another cookie', ['Authorization', bearer(), 'Cookie', `__Host-access_token=${issuer.tokenFor()}`]],
    ['C6 · one cookie twice', ['Cookie', '__Host-access_token=a; __Host-access_token=a']],
  ])('B2 · answers 400 invalid_request to %s', async (_case, headers) => {
    const { status, headers: answered, body } = await send(api.url, { path: '/profile', headers });
    expect(status).toBe(400);
    expect(answered['www-authenticate']).toContain('error="invalid_request"');
    expect(JSON.parse(body)).toMatchObject({ error: 'invalid_request' });
    expect(handled).toEqual([]);
  });

  it('B2 · counts a header and an equal cookie as the header', async () => {
    const token = issuer.tokenFor();
    const { status, body } = await answerTo(
      get('/profile', `Bearer ${token}`).set('Cookie', `__Host-access_token=${token}`),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ source: 'header' });
  });

  it('B3 · reads no token from the query or the body', async () => {
    const token = issuer.tokenFor();
    expect((await get(`/profile?access_token=${token}`)).status).toBe(401);
    expect((await request(api.url).post('/orders').type('form').send({ access_token: token })).status).toBe(401);
    expect(handled).toEqual([]);
  });

  it.each([
    ['C2 · passes', ['Sec-Fetch-Site', 'same-origin'], 200],
    ['C2 · refuses', ['Sec-Fetch-Site', 'cross-site', 'Origin', 'https://app.test'], 403],
    ['C2 · refuses', ['Sec-Fetch-Site', 'same-site', 'Origin', 'https://sister.app.test'], 403],
    ['C3 · passes', ['Origin', 'https://app.test'], 200],
    ['C3 · passes', ['Referer', 'https://app.test/orders'], 200],
    ['C3 · refuses', ['Origin', 'null'], 403],
    ['C3 · refuses', [], 403],
  ])('%s a POST by cookie that says %j', async (_verdict, headers, expected) => {
    const cookie = ['Cookie', `__Host-access_token=${issuer.tokenFor()}`];
    const { status, headers: answered } = await send(api.url, {
      method: 'POST',
      path: '/orders',
      headers: [...cookie, ...headers],
    });
    expect(status).toBe(expected);
    expect(answered['www-authenticate']).toBeUndefined();
    expect(handled).toEqual(expected === 200 ? ['order'] : []);
  });

  it('B10 · T-36 · lets only absence through where auth is optional', async () => {
    expect((await get('/optional')).body).toEqual({ subject: null });
    expect((await get('/optional', bearer({ subject: 'alice' }))).body).toEqual({ subject: 'alice' });
    handled.length = 0;
    expect((await get('/optional', expiredBearer())).status).toBe(401);
    expect((await get('/optional', 'Bearer garbage')).status).toBe(401);
    expect(handled).toEqual([]);
  });

  it('looks at no credential on a public route, not even at a bad one', async () => {
    expect((await get('/public', 'Bearer garbage')).body).toEqual({ subject: null });
    expect((await get('/public', bearer())).body).toEqual({ subject: null });
    expect(rejected).toEqual([]);
  });

  it('T-31 · F-05 · refuses HEAD where GET is guarded', async () => {
    expect((await request(api.url).head('/profile')).status).toBe(401);
    expect((await request(api.url).head('/reports').set('Authorization', bearer())).status).toBe(403);
    expect(handled).toEqual([]);
  });

  it.each(['/profile/', '//profile', '//profile//', '/PROFILE', '/profile?public', '/%70rofile', '/public/../profile'])(
    'F-05 · serves %s to nobody without a token',
    async (path) => {
      const served = await send(api.url, { path, headers: ['Authorization', bearer()] });
      handled.length = 0;
      const { status } = await send(api.url, { path });
      expect(status).toBe(served.status === 200 ? 401 : 404);
      expect(handled).toEqual([]);
    },
  );

  it('B9 · exempts no OPTIONS, and tells the operator what a preflight needs', async () => {
    const { status } = await request(api.url)
      .options('/anything')
      .set('Origin', 'https://app.test')
      .set('Access-Control-Request-Method', 'GET');
    expect(status).toBe(401);
    expect(handled).toEqual([]);
    expect(rejected).toMatchObject([
      { reason: 'token_missing', hint: expect.stringContaining('enableCors()') as string },
    ]);
  });

  it('ignores a method override', async () => {
    const { status } = await request(api.url).post('/orders').set('X-HTTP-Method-Override', 'OPTIONS');
    expect(status).toBe(401);
  });

  it('B8 · tells the operator why, and never the token', async () => {
    const authorization = expiredBearer();
    await get('/profile', authorization);
    expect(rejected).toMatchObject([{ code: 'invalid_token', reason: 'expired', source: 'header' }]);
    expect(JSON.stringify(rejected)).not.toContain(authorization.slice('Bearer '.length));
  });

  it('serves a good token right after a bad one', async () => {
    expect((await get('/profile', 'Bearer garbage')).status).toBe(401);
    expect((await get('/profile', bearer())).status).toBe(200);
  });
});

describe.each(platforms)('JwtGuard on %s, with CORS', (platform) => {
  it('B9 · lets enableCors() answer the preflight, and guards what follows', async () => {
    const api = await startApp(
      { imports: [JwtGuardModule.forRoot(accepted)], controllers: [ApiController] },
      {
        platform,
        configure: (app) => {
          app.enableCors({ origin: 'https://app.test' });
        },
      },
    );
    const preflight = await request(api.url)
      .options('/anything')
      .set('Origin', 'https://app.test')
      .set('Access-Control-Request-Method', 'GET');
    const refused = await request(api.url).get('/anything').set('Origin', 'https://app.test');
    await api.close();
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-origin']).toBe('https://app.test');
    expect(refused.status).toBe(401);
    expect(refused.headers['access-control-allow-origin']).toBe('https://app.test');
  });
});

describe.each(platforms)('JwtGuard on %s, while the keys cannot be had', (platform) => {
  it.each(['/profile', '/optional'])('K8 · B10 · answers %s with 503 and Retry-After, not with 401', async (path) => {
    handled.length = 0;
    const guard = JwtGuardModule.forRoot({
      issuer: issuer.issuer,
      audience: issuer.audience,
      fetch: () => Promise.reject(new Error('connection refused')),
    });
    const api = await startApp({ imports: [guard], controllers: [ApiController] }, { platform });
    const { status, headers, body } = await answerTo(request(api.url).get(path).set('Authorization', bearer()));
    await api.close();
    expect(status).toBe(503);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(headers['www-authenticate']).toBeUndefined();
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({ message: 'Service Unavailable' });
    expect(handled).toEqual([]);
  });
});
