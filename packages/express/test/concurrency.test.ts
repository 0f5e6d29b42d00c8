import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { getAuth, jwtGuard } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import express from 'express';
import request from 'supertest';

import { trustIn } from './support/guarded-app.js';

describe('requests side by side', () => {
  it('F-09 · never mix identities: 1,000 at once, 100 users', async () => {
    const issuer = createLocalIssuer();
    const app = express().use(jwtGuard(trustIn(issuer)), (req, res) => {
      const before = getAuth(req).subject;
      setImmediate(() => void res.json([before, getAuth(req).subject]));
    });
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const agent = new Agent({ keepAlive: true, maxSockets: 100 });
    const { port } = server.address() as AddressInfo;
    const tokens = Array.from({ length: 100 }, (_, user) => issuer.tokenFor({ subject: `user-${user}` }));

    const whoAmI = async (token: string): Promise<unknown> => {
      const sent = get({ port, agent, headers: { authorization: `Bearer ${token}` } });
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      return JSON.parse((await answer.toArray()).join(''));
    };
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, index) => whoAmI(tokens[index % 100] ?? '')));
    agent.destroy();
    server.close();
    expect(answers).toEqual(
      Array.from({ length: 1_000 }, (_, index) => [`user-${index % 100}`, `user-${index % 100}`]),
    );
  });

  it('F-10 · keep the async context of the application, and leave none behind', async () => {
    const issuer = createLocalIssuer();
    const context = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const guard = jwtGuard(trustIn(issuer));
    guard.verifier.on('verified', () => seen.push(['event', context.getStore()]));
    const app = express();
    app.use((req, _res, next) => {
      context.run(req.path, next);
    });
    app.use(guard, (req, res) => {
      seen.push([req.path, context.getStore()]);
      res.end();
    });
    const token = issuer.tokenFor();
    await request(app).get('/a').auth(token, { type: 'bearer' }).expect(200);
    await request(app).get('/b').auth(token, { type: 'bearer' }).expect(200);
    expect(seen).toEqual([
      ['event', '/a'],
      ['/a', '/a'],
      ['event', '/b'],
      ['/b', '/b'],
    ]);
    expect(context.getStore()).toBeUndefined();
  });
});
