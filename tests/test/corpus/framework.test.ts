import type { IncomingMessage } from 'node:http';
import { getAuth } from '@jwt-guard/express';
import { apiOn } from '../../src/wiring/api-on.js';
import { frameworks } from '../../src/wiring/api.js';
import { expectGoodAfter, expectRefusal } from '../../src/wiring/expect-refusal.js';
import { sendRaw } from '../../src/wiring/raw-http.js';

const forged = { subject: 'admin', claims: { sub: 'admin' }, scopes: ['reports:read'], source: 'header' };

describe.each(frameworks)('an application, on %s', (framework) => {
  const seen: unknown[] = [];
  const impersonate = (request: IncomingMessage): void => {
    Object.assign(request, { auth: forged, user: forged });
  };
  const on = apiOn(framework, {
    above: [
      (request, _response, next) => {
        impersonate(request);
        next();
      },
    ],
    handle: (request) => {
      seen.push(request.auth);
      if (request.url.endsWith('?crash')) return Promise.reject(new Error('a bug of the handler'));
      return { subject: request.auth?.subject ?? null };
    },
  });
  const authorization = (): string => `Authorization: Bearer ${on.api.issuer.tokenFor({ subject: 'alice' })}`;

  it('F-01 · answers 500 to a handler that rejects, and goes on', async () => {
    const rejections: unknown[] = [];
    const note = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', note);
    const answer = await sendRaw(on.api.url, { target: '/protected?crash', headers: [authorization()] });
    expect(answer.status).toBe(500);
    expect(answer.headers).not.toHaveProperty('www-authenticate');
    await expectGoodAfter(on.api);
    process.off('unhandledRejection', note);
    expect(rejections).toEqual([]);
  });

  it('F-02 · runs no handler for a body that is no JSON, with or without a token', async () => {
    const calls = on.api.calls();
    for (const headers of [[], [authorization()]]) {
      const lines = [...headers, 'Content-Type: application/json'];
      const answer = await sendRaw(on.api.url, { method: 'POST', target: '/protected', headers: lines, body: '{"a":' });
      expect([400, 401]).toContain(answer.status);
    }
    expect(on.api.calls()).toBe(calls);
  });

  it('F-04 · never takes over an identity that another middleware set', async () => {
    await expectRefusal(on.api, {}, 'missing_token');
    const anonymous = await sendRaw(on.api.url, { target: '/optional' });
    expect(anonymous).toMatchObject({ status: 200, body: '{"subject":null}' });
    const alice = await sendRaw(on.api.url, { target: '/protected', headers: [authorization()] });
    expect(alice).toMatchObject({ status: 200, body: '{"subject":"alice"}' });
    await expectRefusal(on.api, { target: '/scoped', headers: [authorization()] }, 'insufficient_scope');
    expect(() => getAuth({ auth: forged } as unknown as IncomingMessage)).toThrow(/no verified token/);
  });

  it('F-05 · is guarded under every spelling of a path that its router takes for the route', async () => {
    const spellings = ['/protected', '/protected/', '//protected', '/protected//', '/PROTECTED', '/%70rotected'];
    for (const target of [...spellings, '/./protected', '/protected?', '/x/../protected', '/report', '/report/']) {
      for (const method of ['GET', 'HEAD']) {
        const calls = on.api.calls();
        const refused = await sendRaw(on.api.url, { method, target });
        expect(on.api.calls()).toBe(calls);
        const passed = await sendRaw(on.api.url, { method, target, headers: [authorization()] });
        const expected = passed.status === 200 ? 401 : framework === 'Express' ? 401 : passed.status;
        expect([method, target, refused.status]).toEqual([method, target, expected]);
        expect([200, 404]).toContain(passed.status);
      }
    }
  });
});
