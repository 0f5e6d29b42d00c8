import { Controller, Get, HttpCode, Module, Post } from '@nestjs/common';
import { fromAuthorizationHeader, fromCookie, JwtGuardModule } from '@jwt-guard/nestjs';
import { createLocalIssuer } from '@jwt-guard/testing';
import helmet from 'helmet';
import { sendRaw } from '../../src/wiring/raw-http.js';
import { nestPlatforms, startNest } from '../../src/wiring/start-app.js';
import type { RunningApp } from '../../src/wiring/start-app.js';

const origin = 'https://app.example.com';
const cookie = '__Host-access_token';
const handled: string[] = [];

@Controller('orders')
class OrdersController {
  @Get()
  list(): object {
    handled.push('list');
    return {};
  }

  @Post()
  @HttpCode(200)
  add(): object {
    handled.push('add');
    return {};
  }
}

const { issuer, audience, jwks, tokenFor } = createLocalIssuer();

@Module({
  imports: [
    JwtGuardModule.forRoot({
      issuer,
      audience,
      jwks,
      from: [fromAuthorizationHeader(), fromCookie(cookie)],
      csrf: { origins: [origin] },
    }),
  ],
  controllers: [OrdersController],
})
class OrdersModule {}

const preflight = [
  `Origin: ${origin}`,
  'Access-Control-Request-Method: POST',
  'Access-Control-Request-Headers: authorization',
];

describe.each(nestPlatforms)('enableCors() and helmet, on %s', (platform) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startNest(platform, OrdersModule, (nest) => {
      nest.use(helmet());
      nest.enableCors({ origin, credentials: true, exposedHeaders: ['WWW-Authenticate'] });
    });
  });
  beforeEach(() => {
    handled.length = 0;
  });
  afterAll(() => app.close());
  const send = (method: string, ...headers: readonly string[]) =>
    sendRaw(app.url, { method, target: '/orders', headers });

  it('B9 · answer a preflight without a token', async () => {
    const answer = await send('OPTIONS', ...preflight);
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'authorization',
      'access-control-allow-methods': expect.stringContaining('POST') as string,
    });
    expect(handled).toEqual([]);
  });

  it('B9 · leave the request after it to the guard, whose refusals a browser may read', async () => {
    for (const [status, ...lines] of [
      [401],
      [401, 'Authorization: Bearer x'],
      [400, `Authorization: Bearer ${tokenFor()}`, `Authorization: Bearer ${tokenFor()}`],
    ] as const) {
      const answer = await send('POST', `Origin: ${origin}`, ...lines);
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-expose-headers': 'WWW-Authenticate',
        'www-authenticate': expect.stringMatching(/^Bearer realm="api"/) as string,
        'cache-control': 'no-store',
      });
    }
    expect(handled).toEqual([]);
    const good = await send('POST', `Origin: ${origin}`, `Authorization: Bearer ${tokenFor()}`);
    expect(good).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': origin } });
    expect(handled).toEqual(['add']);
  });

  it('C3 · share one origin with the check against forged requests: its cookie passes, that of others is 403', async () => {
    const credential = `Cookie: ${cookie}=${tokenFor()}`;
    expect(await send('POST', credential, 'Sec-Fetch-Site: same-site', `Origin: ${origin}`)).toMatchObject({
      status: 200,
    });
    expect(await send('POST', credential, 'Origin: https://evil.example')).toMatchObject({ status: 403 });
    expect(handled).toEqual(['add']);
  });

  it('set their headers on good answers and refusals alike', async () => {
    for (const answer of [await send('GET', `Authorization: Bearer ${tokenFor()}`), await send('GET')])
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'self'") as string,
      });
  });
});

describe.each(nestPlatforms)('without enableCors(), on %s', (platform) => {
  it('B9 · no preflight is answered, and none reaches a handler', async () => {
    const app = await startNest(platform, OrdersModule);
    const calls = handled.length;
    const answer = await sendRaw(app.url, { method: 'OPTIONS', target: '/orders', headers: preflight });
    await app.close();
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(handled).toHaveLength(calls);
  });
});
