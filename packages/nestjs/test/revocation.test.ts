import { MemoryRevocationStore } from '@jwt-guard/core';
import type { RevocationStore } from '@jwt-guard/core';
import { JwtGuardModule } from '@jwt-guard/nestjs';
import { ApiController, handled } from './support/api.controller.js';
import { accepted, bearer, issuer } from './support/issuer.js';
import { send } from './support/send.js';
import type { Answer } from './support/send.js';
import { platforms, startApp } from './support/start-app.js';
import type { RunningApp } from './support/start-app.js';

type Guarded = Parameters<typeof JwtGuardModule.forRoot>[0];

describe.each(platforms)('JwtGuard with revocation, on %s', (platform) => {
  let api: RunningApp;
  const start = async (revocation: RevocationStore): Promise<void> => {
    const guard = JwtGuardModule.forRoot({ ...accepted, revocation } as Guarded);
    api = await startApp({ imports: [guard], controllers: [ApiController] }, { platform });
  };
  const get = (path: string, authorization: string): Promise<Answer> =>
    send(api.url, { path, headers: ['Authorization', authorization] });

  beforeEach(() => {
    handled.length = 0;
  });
  afterEach(() => api.close());

  it('V1, B6, L-07 · answers a token of a revoked session with 401 invalid_token, also where auth is optional', async () => {
    const store = new MemoryRevocationStore();
    await start(store);
    const authorization = bearer({ claims: { sid: 'phone' } });
    expect((await get('/profile', authorization)).status).toBe(200);
    await store.revokeSession({ issuer: issuer.issuer, sessionId: 'phone' });
    handled.length = 0;
    for (const path of ['/profile', '/optional']) {
      const { status, headers, body } = await get(path, authorization);
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toContain('error="invalid_token"');
      expect(JSON.parse(body)).toMatchObject({ error: 'invalid_token' });
    }
    expect(handled).toEqual([]);
    expect((await get('/profile', bearer({ claims: { sid: 'laptop' } }))).status).toBe(200);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('ECONNREFUSED redis.internal'))],
    ['cannot tell', () => 'unknown' as const],
    ['answers garbage', () => null as never],
  ])('A5, L-11, L-13 · answers 503 with Retry-After while the store %s, and runs no handler', async (_how, check) => {
    await start({ maxLifetimeSeconds: 86_400, check });
    for (const path of ['/profile', '/optional']) {
      const { status, headers, body } = await get(path, bearer());
      expect(status).toBe(503);
      expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
      expect(headers['www-authenticate']).toBeUndefined();
      expect(headers['cache-control']).toBe('no-store');
      expect(JSON.parse(body)).toEqual({ message: 'Service Unavailable' });
    }
    expect(handled).toEqual([]);
    expect((await get('/public', bearer())).status).toBe(200);
  });
});
