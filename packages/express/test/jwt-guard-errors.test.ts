import { inspect } from 'node:util';

import { InvalidTokenError, isJwtGuardError, jwtGuard, jwtGuardErrors, requireScopes } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import express from 'express';
import type { Express, RequestHandler } from 'express';
import request from 'supertest';

import { answerErrors } from './support/answer-errors.js';
import { trustIn } from './support/guarded-app.js';

const issuer = createLocalIssuer();

function appWith(errors: readonly express.ErrorRequestHandler[], ...handlers: readonly RequestHandler[]): Express {
  const app = express().use(jwtGuard(trustIn(issuer)), requireScopes('a'), ...handlers);
  for (const handler of errors) app.use(handler);
  return app;
}

const good = (): string => issuer.tokenFor({ scopes: ['a'] });

describe('jwtGuardErrors', () => {
  it('B4, B5, B8 · answers a missing token by a bare challenge and a generic body', async () => {
    const answer = await request(appWith([jwtGuardErrors()]))
      .get('/')
      .expect(401, { message: 'Unauthorized' });
    expect(answer.headers).toMatchObject({
      'www-authenticate': 'Bearer realm="api"',
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
    });
  });

  it('B6 · answers by the body of RFC 6750', async () => {
    const app = appWith([jwtGuardErrors()]);
    await request(app).get('/').auth('garbage', { type: 'bearer' }).expect(401, {
      error: 'invalid_token',
      error_description: 'The access token is expired, revoked, malformed, or invalid for other reasons',
    });
    await request(app).get('/').auth(issuer.tokenFor(), { type: 'bearer' }).expect(403, {
      error: 'insufficient_scope',
      error_description: 'The request requires higher privileges than the access token provides',
      scope: 'a',
    });
  });

  it('B11 · answers HEAD by the same status and headers, without a body', async () => {
    const answer = await request(appWith([jwtGuardErrors()]))
      .head('/')
      .expect(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="api"');
    expect(answer.text).toBeFalsy();
  });

  it('answers a refusal of the core that a handler threw', async () => {
    const app = appWith([jwtGuardErrors()], () => {
      throw new InvalidTokenError('expired');
    });
    await request(app).get('/').auth(good(), { type: 'bearer' }).expect(401);
  });

  it.each([
    new Error('ours'),
    Object.assign(new Error('teapot'), { status: 401 }),
    'a string',
    { code: 'invalid_token' },
  ])('passes on what is no refusal: %p', async (fault) => {
    const seen: unknown[] = [];
    const last = answerErrors((error) => seen.push(error));
    const app = appWith([jwtGuardErrors(), last], (_req, _res, next) => {
      next(fault);
    });
    await request(app).get('/').auth(good(), { type: 'bearer' }).expect(418);
    expect(seen).toEqual([fault]);
  });

  it('leaves an answer alone that has begun', async () => {
    const seen: unknown[] = [];
    const last = answerErrors((error) => seen.push(isJwtGuardError(error)));
    const app = appWith([jwtGuardErrors(), last], (_req, res, next) => {
      res.status(200).write('begun');
      next(new InvalidTokenError('expired'));
    });
    const answer = await request(app).get('/').auth(good(), { type: 'bearer' }).expect(200, 'begun');
    expect(answer.headers).not.toHaveProperty('www-authenticate');
    expect(seen).toEqual([true]);
  });
});

describe("Express's own last handler", () => {
  const { error: printError } = console;
  const logged: unknown[] = [];
  beforeEach(() => {
    logged.length = 0;
    console.error = (...values) => logged.push(...values);
  });
  afterEach(() => {
    console.error = printError;
  });

  it.each(['production', 'development'])(
    'F-01 · B4, B6, B8 · sends status and headers, and leaks nothing in %s',
    async (env) => {
      const app = appWith([]).set('env', env);
      const token = issuer.tokenFor({ expiresIn: -60 });

      const answer = await request(app).get('/').auth(token, { type: 'bearer' }).expect(401);
      expect(answer.headers).toMatchObject({
        'www-authenticate': expect.stringMatching(
          /^Bearer realm="api", error="invalid_token", error_description="/,
        ) as string,
        'cache-control': 'no-store',
      });
      await until(() => logged.length === 1);
      const told = JSON.stringify([answer.headers, answer.text]);
      for (const part of token.split('.')) {
        expect(told).not.toContain(part);
        expect(inspect(logged)).not.toContain(part);
      }
      expect(told).not.toMatch(/"expired"|\bexp\b|\bat .*:\d+|node_modules|jose|jwt-guard/i);

      await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="api"');
      const narrow = await request(app).get('/').auth(issuer.tokenFor(), { type: 'bearer' }).expect(403);
      expect(narrow.headers['www-authenticate']).toMatch(/scope="a"$/);
      await until(() => logged.length === 3);
    },
  );
});

/** Express logs in a later turn of the event loop. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}
