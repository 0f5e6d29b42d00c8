import { createLocalIssuer } from '@jwt-guard/testing';

import { refusalFaults } from '../../src/corpus/refusal-faults.js';
import { send, sendBearer } from '../../src/corpus/send.js';
import { startGuardedApps } from '../../src/corpus/start-guarded-apps.js';

describe('the applications of the corpus', () => {
  it('serve the same routes on each adapter, by any method, and count their handlers', async () => {
    const { issuer, audience, jwks, tokenFor } = createLocalIssuer();
    const apps = await startGuardedApps({ issuer, audience, jwks });
    const good = tokenFor({ subject: 'alice', scopes: ['reports:read'] });
    for (const { url, calls, close } of apps) {
      expect(await send(url, { path: '/open' })).toMatchObject({ status: 200, body: '{}' });
      for (const method of ['GET', 'POST', 'HEAD']) {
        for (const path of ['/protected', '/scoped']) {
          const answer = await send(url, { method, path, headers: ['Authorization', `Bearer ${good}`] });
          expect(answer).toMatchObject({
            status: 200,
            body: method === 'HEAD' ? '' : '{"subject":"alice","source":"header"}',
          });
        }
      }
      expect(calls()).toBe(7);
      expect(refusalFaults(await send(url), 'missing_token')).toEqual([]);
      expect(refusalFaults(await sendBearer(url, tokenFor(), '/scoped'), 'insufficient_scope')).toEqual([]);
      expect(refusalFaults(await sendBearer(url, `${good}x`), 'invalid_token', [good])).toEqual([]);
      expect(calls()).toBe(7);
      await close();
    }
    expect(apps.map(({ name }) => name)).toEqual(['Express', 'Nest on Express', 'Nest on Fastify']);
  });
});
