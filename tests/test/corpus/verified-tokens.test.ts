import { apiOn } from '../../src/wiring/api-on.js';
import { frameworks } from '../../src/wiring/api.js';
import type { HandledRequest } from '../../src/wiring/handler.js';
import { sendRaw } from '../../src/wiring/raw-http.js';

/** Makes itself an administrator, if it can, and answers what it then is. */
function promote({ auth }: HandledRequest): object {
  const claims = auth?.claims as Record<string, unknown>;
  const attempts = [
    () => (claims['role'] = 'admin'),
    () => (claims['nested'] as string[]).push('admin'),
    () => Object.assign(auth ?? {}, { subject: 'root' }),
    () => (auth?.scopes as string[]).push('admin'),
    () => ((auth?.header as Record<string, unknown>)['alg'] = 'none'),
    () => Object.setPrototypeOf(claims, { role: 'admin' }) as unknown,
  ];
  const done = attempts.map((attempt) => {
    try {
      attempt();
      return 'done';
    } catch {
      return 'refused';
    }
  });
  return { done, claims, subject: auth?.subject, scopes: auth?.scopes, role: claims['role'] };
}

describe.each(frameworks)('a handler behind the guard, on %s', (framework) => {
  const on = apiOn(framework, { handle: promote });

  it('V-06 · changes nothing of a token, for itself and for the next request', async () => {
    const claims = { nested: ['user'] };
    const headers = [`Authorization: Bearer ${on.api.issuer.tokenFor({ scopes: ['read'], claims })}`];
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await sendRaw(on.api.url, { target: '/protected', headers });
      expect(status).toBe(200);
      const answer = JSON.parse(body) as Record<string, unknown>;
      expect(answer).toMatchObject({ claims, subject: 'user-1', scopes: ['read'] });
      expect(answer).not.toHaveProperty('role');
      expect(answer['done']).toEqual(Array.from({ length: 6 }, () => 'refused'));
    }
  });
});
