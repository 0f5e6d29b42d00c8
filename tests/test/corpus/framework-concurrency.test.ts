import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createJwtVerifier } from '@jwt-guard/core';
import { startLocalIssuer } from '@jwt-guard/testing';
import { frameworks, startApi } from '../../src/wiring/api.js';

const users = Array.from({ length: 100 }, (_, index) => `user-${index}`);
const requests = Array.from({ length: 1_000 }, (_, index) => users[index % users.length] ?? '');

describe.each(frameworks)('requests side by side, on %s', (framework) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  afterAll(() => {
    agent.destroy();
  });
  const answerTo = async (url: string, path: string, token: string): Promise<unknown> => {
    const sent = get(`${url}${path}`, { agent, headers: { authorization: `Bearer ${token}` } });
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return JSON.parse((await answer.toArray()).join(''));
  };

  it('F-09 · never mix identities: 1,000 at once, 100 users, some of them refused', async () => {
    const api = await startApi(framework, {
      handle: async (request) => {
        const before = request.auth?.subject;
        await nextTurn();
        return { before, after: request.auth?.subject };
      },
    });
    const tokens = new Map(users.map((subject) => [subject, api.issuer.tokenFor({ subject })]));
    const sent = requests.map((user) => answerTo(api.url, '/protected', tokens.get(user) ?? ''));
    const refused = requests.slice(0, 200).map((user) => answerTo(api.url, '/scoped', tokens.get(user) ?? ''));
    const [answers, refusals] = [await Promise.all(sent), await Promise.all(refused)];
    await api.close();
    expect(answers).toEqual(requests.map((user) => ({ before: user, after: user })));
    for (const refusal of refusals) expect(refusal).toMatchObject({ error: 'insufficient_scope' });
  });

  it('F-10 · keep their own async context, though they wait for one fetch of the keys, and leave none behind', async () => {
    const context = new AsyncLocalStorage<string>();
    const issuer = await startLocalIssuer();
    const verifier = createJwtVerifier({ issuer: issuer.issuer, audience: issuer.audience });
    const api = await startApi(framework, {
      verifier,
      above: [
        (request, _response, next) => {
          context.run(request.url ?? '', next);
        },
      ],
      handle: async ({ auth }) => {
        const before = context.getStore();
        await nextTurn();
        return { subject: auth?.subject, before, after: context.getStore() };
      },
    });
    const paths = users.slice(0, 20).map((user) => `/protected?${user}`);
    const answers = await Promise.all(paths.map((path) => answerTo(api.url, path, issuer.tokenFor({ subject: path }))));
    await api.close();
    verifier.close();
    await issuer.close();

    expect(answers).toEqual(paths.map((path) => ({ subject: path, before: path, after: path })));
    expect(context.getStore()).toBeUndefined();
    expect(issuer.requests).toHaveLength(2);
  });
});
