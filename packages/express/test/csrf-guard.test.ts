import { csrfGuard, jwtGuardErrors } from '@jwt-guard/express';
import express from 'express';
import type { Express } from 'express';
import request from 'supertest';

const origin = 'https://app.example.com';

function loginApp(): Express {
  const app = express();
  app.use('/auth', csrfGuard({ origins: [origin] }), (_request, response) => {
    response.status(204).end();
  });
  return app.use(jwtGuardErrors());
}

describe('csrfGuard', () => {
  it.each(['post', 'put', 'patch', 'delete'] as const)('C5 · checks %s without any credential', async (method) => {
    await request(loginApp())[method]('/auth/login').set('Origin', origin).expect(204);
    await request(loginApp())[method]('/auth/login').set('Sec-Fetch-Site', 'same-origin').expect(204);
    await request(loginApp())[method]('/auth/login').set('Origin', 'https://evil.example').expect(403);
    await request(loginApp())[method]('/auth/login').set('Sec-Fetch-Site', 'cross-site').expect(403);
  });

  it('C5, C3 · refuses a request that hides where it comes from', async () => {
    const answer = await request(loginApp()).post('/auth/login').expect(403, { message: 'Forbidden' });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers).not.toHaveProperty('www-authenticate');
  });

  it.each(['get', 'head', 'options'] as const)('C5 · lets %s pass', async (method) => {
    await request(loginApp())[method]('/auth/login').set('Sec-Fetch-Site', 'cross-site').expect(204);
  });

  it('C5 · checks requests with a Bearer token too: it knows of none', async () => {
    await request(loginApp()).post('/auth/logout').set('Authorization', 'Bearer x').expect(403);
  });

  it.each([{ origins: [] }, { origins: ['app.example.com'] }, { origins: ['*'] }, { origin: [origin] }])(
    'refuses %j at creation',
    (options) => {
      expect(() => csrfGuard(options as never)).toThrow(/origin/);
    },
  );
});
