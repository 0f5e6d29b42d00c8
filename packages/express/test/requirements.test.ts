import {
  getAuth,
  InvalidOptionError,
  jwtGuard,
  jwtGuardErrors,
  requireAnyScope,
  requireAudience,
  requireClaim,
  requireRoles,
  requireScopes,
} from '@jwt-guard/express';
import type { GuardOptions, Middleware, RejectedEvent } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import express from 'express';
import type { Express, RequestHandler } from 'express';
import request from 'supertest';
import type { Test } from 'supertest';

import { answerErrors } from './support/answer-errors.js';
import { trustIn } from './support/guarded-app.js';

const issuer = createLocalIssuer();
type TokenOptions = Parameters<typeof issuer.tokenFor>[0];

let handled = 0;
const handler: RequestHandler = (_req, res) => {
  handled += 1;
  res.sendStatus(200);
};
beforeEach(() => {
  handled = 0;
});

function appThat(requirements: readonly Middleware[], options: GuardOptions = {}): Express {
  const app = express().use(jwtGuard({ ...trustIn(issuer), ...options }));
  return app.get('/', ...requirements, handler).use(jwtGuardErrors());
}

const get = (app: Express, token: TokenOptions): Test =>
  request(app).get('/').auth(issuer.tokenFor(token), { type: 'bearer' });

const insufficient = (scope?: string): string =>
  `Bearer realm="api", error="insufficient_scope", error_description="The request requires higher privileges than the access token provides"${
    scope === undefined ? '' : `, scope="${scope}"`
  }`;

describe('a requirement', () => {
  it.each<[string, Middleware, TokenOptions]>([
    ['requireScopes', requireScopes('a', 'b'), { scopes: ['c', 'b', 'a'] }],
    ['requireAnyScope', requireAnyScope('a', 'b'), { scopes: ['b'] }],
    [
      'requireAudience',
      requireAudience('https://billing.test'),
      { audience: [issuer.audience, 'https://billing.test'] },
    ],
    ['requireClaim', requireClaim('tenant', 'acme'), { claims: { tenant: 'acme' } }],
    ['requireClaim', requireClaim('level', (level) => Number(level) > 2), { claims: { level: 3 } }],
    ['requireRoles', requireRoles('admin'), { claims: { roles: ['admin', 'user'] } }],
  ])('B6 · lets a token pass that satisfies %s', async (_word, requirement, token) => {
    await get(appThat([requirement]), token).expect(200);
    expect(handled).toBe(1);
  });

  it.each<[string, Middleware, TokenOptions, string | undefined]>([
    ['requireScopes', requireScopes('a', 'b', 'c'), { scopes: ['b'] }, 'a c'],
    ['requireScopes', requireScopes('a'), {}, 'a'],
    ['requireScopes', requireScopes('read'), { scopes: ['READ', 'read:all', 'reader'] }, 'read'],
    ['requireAnyScope', requireAnyScope('a', 'b'), { scopes: ['c'] }, 'a b'],
    ['requireClaim', requireClaim('tenant', 'acme'), { claims: { tenant: ['acme'] } }, undefined],
    ['requireClaim', requireClaim('tenant', 'acme'), {}, undefined],
    ['requireRoles', requireRoles('admin', 'user'), { claims: { roles: ['user'] } }, undefined],
  ])('B6 · answers 403 to a token that does not satisfy %s', async (_word, requirement, token, scope) => {
    const answer = await get(appThat([requirement]), token).expect(403);
    expect(answer.headers['www-authenticate']).toBe(insufficient(scope));
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toMatchObject({ error: 'insufficient_scope', ...(scope !== undefined && { scope }) });
    expect(handled).toBe(0);
  });

  it("B6 · answers 401 invalid_token to a token that lacks the route's audience", async () => {
    const answer = await get(appThat([requireAudience('https://billing.test')]), {}).expect(401);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(handled).toBe(0);
  });

  it("never widens what the guard accepts: the route's audience alone is 401", async () => {
    const app = appThat([requireAudience('https://billing.test')]);
    await get(app, { audience: 'https://billing.test' }).expect(401);
  });

  it('holds together with others, each in its turn', async () => {
    const app = appThat([requireScopes('a'), requireRoles('admin')]);
    await get(app, { scopes: ['a'], claims: { roles: ['admin'] } }).expect(200);
    await get(app, { claims: { roles: ['admin'] } }).expect(403);
    await get(app, { scopes: ['a'] }).expect(403);
  });

  it('B5, B10 · answers 401 with a bare challenge where an optional guard let nobody pass', async () => {
    const app = appThat([requireScopes('a')], { credentials: 'optional' });
    await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="api"');
    await get(app, { scopes: ['a'] }).expect(200);
  });

  it("answers in its guard's realm, and tells that guard's operator", async () => {
    const guard = jwtGuard({ ...trustIn(issuer), realm: 'reports' });
    const rejected: RejectedEvent[] = [];
    guard.verifier.on('rejected', (event) => rejected.push(event));
    const app = express().get('/', guard, requireScopes('a'), handler).use(jwtGuardErrors());
    const answer = await get(app, {}).expect(403);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="reports", /);
    expect(rejected).toEqual([expect.objectContaining({ reason: 'scope_missing', signatureVerified: true })]);
  });

  it('reads the token of the last of several guards', async () => {
    const billing = { ...trustIn(issuer), audience: 'https://billing.test' };
    const app = express().use(jwtGuard({ ...trustIn(issuer), credentials: 'optional' }));
    app.get('/', jwtGuard(billing), requireScopes('a'), handler).use(jwtGuardErrors());
    await get(app, { scopes: ['a'] }).expect(401);
    await get(app, { scopes: ['a'], audience: [issuer.audience, 'https://billing.test'] }).expect(200);
  });

  it('F-04 · counts what another middleware put into req.auth as nothing', async () => {
    const forge: RequestHandler = (req, _res, next) => {
      Object.assign(req, { auth: { scopes: ['a'], claims: { scope: 'a' } } });
      next();
    };
    const app = express().use(jwtGuard({ ...trustIn(issuer), credentials: 'optional' }), forge);
    app.get('/', requireScopes('a'), handler).use(jwtGuardErrors());
    await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="api"');
    expect(handled).toBe(0);
  });

  it.each<[string, Middleware]>([
    ['requireScopes', requireScopes('a')],
    ['requireAnyScope', requireAnyScope('a')],
    ['requireAudience', requireAudience('a')],
    ['requireClaim', requireClaim('a', 'b')],
    ['requireRoles', requireRoles('a')],
  ])('is a fault of the program without a guard above it: %s', async (_word, requirement) => {
    const errors: unknown[] = [];
    const app = express().get('/', requirement, handler).use(jwtGuardErrors());
    app.use(answerErrors((error) => errors.push(error)));
    await get(app, { scopes: ['a'] }).expect(418);
    expect(errors).toMatchObject([{ message: expect.stringMatching(/put jwtGuard\(\) above it/) as string }]);
    expect(handled).toBe(0);
  });

  it.each<[string, () => unknown]>([
    ['no scope', () => requireScopes()],
    ['T-24 · a scope with a space', () => requireScopes('a b')],
    ['T-24 · a scope with a quote', () => requireScopes('a"b')],
    ['T-24 · a scope with a line break', () => requireAnyScope('a\r\nSet-Cookie: x=y')],
    ['no scope at all', () => requireAnyScope()],
    ['no audience', () => requireAudience()],
    ['no claim', () => requireClaim('', 'x')],
    ['a regular expression', () => requireClaim('x', /x/ as never)],
    ['no role', () => requireRoles()],
  ])('B7 · refuses at creation: %s', (_title, create) => {
    expect(create).toThrow(InvalidOptionError);
  });

  it('reads the claims as they stood in the token, not what a schema made of them', async () => {
    const claims = {
      '~standard': { version: 1, vendor: 'test', validate: () => ({ value: { tenant: 'made up' } }) },
    } as const;
    const app = express().use(jwtGuard({ ...trustIn(issuer), claims }));
    app.get('/', requireClaim('tenant', 'acme'), (req, res) => void res.json(getAuth(req).claims));
    app.use(jwtGuardErrors());
    await get(app, { claims: { tenant: 'acme' } }).expect(200, { tenant: 'made up' });
    await get(app, { claims: { tenant: 'made up' } }).expect(403);
  });
});
