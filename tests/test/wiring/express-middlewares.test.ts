import { getAuth, jwtGuard, jwtGuardErrors } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import cors from 'cors';
import express from 'express';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { sendRaw } from '../../src/wiring/raw-http.js';
import type { RawRequest } from '../../src/wiring/raw-http.js';
import { startListener } from '../../src/wiring/start-app.js';
import type { RunningApp } from '../../src/wiring/start-app.js';

const origin = 'https://app.example.com';
const { issuer, audience, jwks, tokenFor } = createLocalIssuer();
const guard = jwtGuard({ issuer, audience, jwks });
const crossOrigin = cors({ origin, credentials: true, exposedHeaders: ['WWW-Authenticate'] });
const preflight = {
  method: 'OPTIONS',
  target: '/orders',
  headers: [
    `Origin: ${origin}`,
    'Access-Control-Request-Method: POST',
    'Access-Control-Request-Headers: authorization',
  ],
};

let app: RunningApp | undefined;
afterEach(() => app?.close());

async function start(
  ...middlewares: readonly RequestHandler[]
): Promise<(request: RawRequest) => ReturnType<typeof sendRaw>> {
  const api = express().disable('x-powered-by');
  for (const middleware of middlewares) api.use(middleware);
  api.post('/orders', (request, response) => {
    response.json({ subject: getAuth(request).subject, body: request.body as unknown });
  });
  api.use(jwtGuardErrors());
  const { url } = (app = await startListener(api));
  return (request) => sendRaw(url, { target: '/orders', ...request });
}

const json = (body: string, ...lines: readonly string[]): RawRequest => ({
  method: 'POST',
  headers: ['Content-Type: application/json', ...lines],
  body,
});
const authorization = (): string => `Authorization: Bearer ${tokenFor({ subject: 'alice' })}`;

describe('an Express application with cors, helmet and express.json', () => {
  it('B9 · answers a preflight without a token, and guards the request after it', async () => {
    const send = await start(helmet(), crossOrigin, guard, express.json());
    expect(await send(preflight)).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': origin, 'access-control-allow-headers': 'authorization' },
    });
    expect(await send(json('{}', `Origin: ${origin}`))).toMatchObject({ status: 401 });
    expect(await send(json('{"a":1}', `Origin: ${origin}`, authorization()))).toMatchObject({
      status: 200,
      headers: { 'access-control-allow-origin': origin },
      body: '{"subject":"alice","body":{"a":1}}',
    });
  });

  it('B9 · lets a browser read its refusals, with the headers of helmet on them', async () => {
    const send = await start(helmet(), crossOrigin, guard, express.json());
    const { headers } = await send(json('{}', `Origin: ${origin}`, 'Authorization: Bearer x'));
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'WWW-Authenticate',
      'www-authenticate': expect.stringContaining('error="invalid_token"') as string,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'self'") as string,
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('B9 · refuses preflights where cors() stands below the guard, and tells the operator', async () => {
    const hints: unknown[] = [];
    const forget = guard.verifier.on('rejected', ({ hint }) => hints.push(hint));
    const send = await start(guard, crossOrigin);
    const answer = await send(preflight);
    forget();
    expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="api"' } });
    expect(hints).toEqual([expect.stringContaining('cors() above jwtGuard()')]);
  });

  it('F-02 · parses no body for a request that is refused, where the parser stands below the guard', async () => {
    const send = await start(guard, express.json({ limit: 100 }));
    for (const body of ['{"a":', `"${'x'.repeat(200)}"`]) {
      expect(await send(json(body))).toMatchObject({ status: 401 });
      const { status, headers } = await send(json(body, authorization()));
      expect([400, 413]).toContain(status);
      expect(headers).not.toHaveProperty('www-authenticate');
    }
  });

  it('keeps the answer of a parser above the guard to a bad body, and runs no handler', async () => {
    const send = await start(express.json(), guard);
    expect(await send(json('{"a":'))).toMatchObject({ status: 400 });
    expect(await send(json('{"a":1}'))).toMatchObject({ status: 401 });
    expect(await send(json('{"a":1}', authorization()))).toMatchObject({ status: 200 });
  });
});
