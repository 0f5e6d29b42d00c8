import '@jwt-guard/express/augment';
import {
  createJwtVerifier,
  getAuth,
  jwtGuard,
  jwtGuardErrors,
  requireAudience,
  requireScopes,
} from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import express, { Router } from 'express';
import type { Express, RequestHandler } from 'express';
import { sendRaw } from '../../src/wiring/raw-http.js';
import type { RawAnswer } from '../../src/wiring/raw-http.js';
import { startListener } from '../../src/wiring/start-app.js';
import type { RunningApp } from '../../src/wiring/start-app.js';

const orders = 'https://orders.test';
const billing = 'https://billing.test';
const local = createLocalIssuer({ audience: orders });
const { issuer, jwks } = local;
const alice = (scopes: readonly string[] = [], audience: string | readonly string[] = orders): string =>
  local.tokenFor({ subject: 'alice', scopes, audience });
const whoIsThere: RequestHandler = (request, response) => {
  response.json({ subject: request.auth === undefined ? null : getAuth(request).subject, params: request.params });
};

let app: RunningApp;
afterEach(() => app.close());
async function start(api: Express): Promise<(target: string, token?: string) => Promise<RawAnswer>> {
  app = await startListener(api.use(jwtGuardErrors()));
  const { url } = app;
  return (target, token) =>
    sendRaw(url, { target, headers: token === undefined ? [] : [`Authorization: Bearer ${token}`] });
}

describe('nested routers', () => {
  const tree = (): Express => {
    const admin = Router({ mergeParams: true });
    admin.use(requireScopes('admin'));
    admin.get('/users', whoIsThere);
    admin.delete('/users', requireScopes('users:delete'), whoIsThere);
    const tenants = Router().use('/:tenant/admin', admin).get('/:tenant', whoIsThere);
    const api = Router().use(jwtGuard({ issuer, audience: orders, jwks }), requireScopes('api'));
    api.use('/tenants', tenants);
    return express().get('/health', whoIsThere).use('/api', api).get('/api-docs', whoIsThere);
  };

  it('demand what every router above them demands', async () => {
    const send = await start(tree());
    const target = '/api/tenants/acme/admin/users';
    for (const [scopes, missing] of [
      [[], 'api'],
      [['admin'], 'api'],
      [['api'], 'admin'],
    ] as const) {
      const refused = await send(target, alice(scopes));
      expect(refused.status).toBe(403);
      expect(refused.headers['www-authenticate']).toContain(`scope="${missing}"`);
    }
    expect(await send(target)).toMatchObject({ status: 401 });
    expect(await send(target, alice(['api', 'admin']))).toMatchObject({
      status: 200,
      body: '{"subject":"alice","params":{"tenant":"acme"}}',
    });
    expect(await send('/api/tenants/acme', alice(['api']))).toMatchObject({ status: 200 });
  });

  it('guard nothing beside them, and everything below, found or not', async () => {
    const send = await start(tree());
    for (const target of ['/health', '/api-docs']) expect(await send(target)).toMatchObject({ status: 200 });
    for (const target of ['/api', '/api/', '/api/nowhere', '/API/tenants/acme', '//api/tenants/acme'])
      expect([401, 404]).toContain((await send(target)).status);
    expect(await send('/api/nowhere')).toMatchObject({ status: 401 });
    expect(await send('/api/nowhere', alice(['api']))).toMatchObject({ status: 404 });
  });
});

describe('optional routes', () => {
  it('B10 · let nobody through where a router below demands a scope, and no bad token anywhere', async () => {
    const api = express().use(jwtGuard({ issuer, audience: orders, jwks, credentials: 'optional' }));
    api.get('/', whoIsThere).get('/reports', requireScopes('reports:read'), whoIsThere);
    const send = await start(api);
    expect(await send('/')).toMatchObject({ status: 200, body: '{"subject":null,"params":{}}' });
    expect(await send('/', alice())).toMatchObject({ status: 200, body: '{"subject":"alice","params":{}}' });
    expect(await send('/', 'x')).toMatchObject({ status: 401 });
    const anonymous = await send('/reports');
    expect(anonymous).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="api"' } });
    expect(await send('/reports', alice())).toMatchObject({ status: 403 });
    expect(await send('/reports', alice(['reports:read']))).toMatchObject({ status: 200 });
  });
});

describe('two guards for two APIs', () => {
  const guards = (): Express =>
    express()
      .use('/orders', jwtGuard({ issuer, audience: orders, jwks, realm: 'orders' }), whoIsThere)
      .use('/billing', jwtGuard({ issuer, audience: billing, jwks, realm: 'billing' }), whoIsThere);

  it('J12 · accept their own audience each, and both where a token names both', async () => {
    const send = await start(guards());
    for (const [audience, ...statuses] of [
      [orders, 200, 401],
      [billing, 401, 200],
      [[orders, billing], 200, 200],
      ['https://other.test', 401, 401],
    ] as const) {
      const token = alice([], audience);
      expect([(await send('/orders', token)).status, (await send('/billing', token)).status]).toEqual(statuses);
    }
  });

  it('B4 · answer by their own realm, also from the demands below them', async () => {
    const verifier = createJwtVerifier({ issuer, audience: orders, jwks });
    const reports = [requireScopes('reports:read'), requireAudience(billing), whoIsThere];
    const api = express()
      .use('/one', jwtGuard({ verifier, realm: 'one' }), ...reports)
      .use('/two', jwtGuard({ verifier, realm: 'two' }), ...reports);
    const send = await start(api);
    for (const realm of ['one', 'two']) {
      expect((await send(`/${realm}`)).headers['www-authenticate']).toBe(`Bearer realm="${realm}"`);
      const scope = await send(`/${realm}`, alice());
      expect(scope.headers['www-authenticate']).toMatch(
        new RegExp(`^Bearer realm="${realm}", .*scope="reports:read"$`),
      );
      const audience = await send(`/${realm}`, alice(['reports:read']));
      expect(audience).toMatchObject({ status: 401 });
      expect(audience.headers['www-authenticate']).toMatch(`Bearer realm="${realm}", error="invalid_token"`);
      expect(await send(`/${realm}`, alice(['reports:read'], [orders, billing]))).toMatchObject({ status: 200 });
    }
  });

  it('F-04 · leave the identity and the realm of the nearest guard, the inner one within the outer', async () => {
    const inner = jwtGuard({ issuer, audience: billing, jwks, realm: 'inner' });
    const api = express().use(jwtGuard({ issuer, audience: orders, jwks, realm: 'outer' }));
    const send = await start(api.get('/inner', inner, requireScopes('a'), whoIsThere).get('/outer', whoIsThere));
    expect(await send('/outer', alice())).toMatchObject({ status: 200 });
    expect(await send('/inner', alice(['a']))).toMatchObject({ status: 401 });
    expect(await send('/inner', alice(['a'], [orders, billing]))).toMatchObject({ status: 200 });
    const refused = await send('/inner', alice([], [orders, billing]));
    expect(refused.headers['www-authenticate']).toMatch(/^Bearer realm="inner", .*scope="a"$/);
  });
});
