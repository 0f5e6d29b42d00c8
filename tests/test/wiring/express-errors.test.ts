import '@jwt-guard/express/augment';
import { isJwtGuardError, jwtGuard, jwtGuardErrors, requireScopes } from '@jwt-guard/express';
import type { VerifiedToken } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { sendRaw } from '../../src/wiring/raw-http.js';
import type { RawAnswer } from '../../src/wiring/raw-http.js';
import { startListener } from '../../src/wiring/start-app.js';

const { issuer, audience, jwks, tokenFor } = createLocalIssuer();
const authorization = (): string => `Authorization: Bearer ${tokenFor()}`;

/** Routes behind the guard, and whatever answers their errors below. */
function api(...errorHandlers: readonly ErrorRequestHandler[]): Express {
  const app = express().use(jwtGuard({ issuer, audience, jwks }));
  app.get('/any', (_request, response) => void response.json({}));
  app.get('/reports', requireScopes('reports:read'), (_request, response) => void response.json({}));
  app.get('/broken', () => Promise.reject(new Error('a bug of the handler')));
  for (const handler of errorHandlers) app.use(handler);
  return app;
}

async function answerOf(app: Express, target: string, ...headers: readonly string[]): Promise<RawAnswer> {
  const running = await startListener(app);
  const answer = await sendRaw(running.url, { target, headers });
  await running.close();
  return answer;
}

/** A handler that knows this library. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows an error middleware by its four parameters.
const problems: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  if (!isJwtGuardError(error)) response.status(500).json({ title: 'Our fault' });
  else response.status(error.status).set(error.headers).type('application/problem+json').json({ code: error.code });
};

/** A handler as applications have had it for years. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows an error middleware by its four parameters.
const oldHabit: ErrorRequestHandler = (error: { statusCode?: number; message: string }, _request, response, _next) => {
  response.status(error.statusCode ?? 500).send(error.message);
};

describe('an error handler of the application, in the place of jwtGuardErrors()', () => {
  it('gets refusals with their status, headers and code', async () => {
    expect(await answerOf(api(problems), '/any')).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="api"', 'cache-control': 'no-store' },
      body: '{"code":"missing_token"}',
    });
    const refused = await answerOf(api(problems), '/reports', authorization());
    expect(refused).toMatchObject({ status: 403, body: '{"code":"insufficient_scope"}' });
    expect(refused.headers['www-authenticate']).toContain('scope="reports:read"');
    expect(refused.headers['content-type']).toContain('application/problem+json');
  });

  it('F-04 · finds no identity on a refused request, though a middleware above the guard left one there', async () => {
    const seen: unknown[] = [];
    const impersonate: RequestHandler = (request, _response, next) => {
      request.auth = { subject: 'admin' } as VerifiedToken;
      next();
    };
    const look: ErrorRequestHandler = (error, request, _response, next) => {
      seen.push(request.auth);
      next(error);
    };
    await answerOf(express().use(impersonate, api(look)), '/any', 'Authorization: Bearer x');
    expect(seen).toEqual([undefined]);
  });

  it('gets the errors of handlers as before', async () => {
    const answer = await answerOf(api(problems), '/broken', authorization());
    expect(answer).toMatchObject({ status: 500, body: '{"title":"Our fault"}' });
    expect(answer.headers).not.toHaveProperty('www-authenticate');
  });

  it('answers a refusal by its statusCode with a text that tells nothing of the token', async () => {
    const token = tokenFor({ claims: { iat: 1, nbf: 1, exp: 2 } });
    const answer = await answerOf(api(oldHabit), '/any', `Authorization: Bearer ${token}`);
    expect(answer).toMatchObject({
      status: 401,
      body: 'The access token is expired, revoked, malformed, or invalid for other reasons.',
    });
  });
});

describe('jwtGuardErrors() beside an error handler of the application', () => {
  it('answers refusals, and leaves all else to the handler below it', async () => {
    const app = (): Express => api(jwtGuardErrors(), problems);
    expect(await answerOf(app(), '/any')).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
    expect(await answerOf(app(), '/broken', authorization())).toMatchObject({
      status: 500,
      body: '{"title":"Our fault"}',
    });
  });

  it('is not reached where the handler above it answers', async () => {
    const answer = await answerOf(api(problems, jwtGuardErrors()), '/any');
    expect(answer).toMatchObject({ status: 401, body: '{"code":"missing_token"}' });
  });
});

describe('no error handler at all', () => {
  it('leaves refusals to Express, which sets their status and headers and shows no stack', async () => {
    const answer = await answerOf(api(), '/any', 'Authorization: Bearer x');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).not.toMatch(/\bat .*:\d+|node_modules/);
  });
});
