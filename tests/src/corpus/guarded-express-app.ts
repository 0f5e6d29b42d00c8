import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { getAuth, jwtGuard, jwtGuardErrors, requireScopes } from '@jwt-guard/express';
import type { RequestGuardOptions } from '@jwt-guard/express';
import express from 'express';

import { createCallCounter } from './guarded-app.js';
import type { GuardedApp } from './guarded-app.js';

/** Starts an Express application: `/open`, and behind the guard `/protected` and `/scoped`. */
export async function startGuardedExpressApp(options: RequestGuardOptions): Promise<GuardedApp> {
  const { calls, answer } = createCallCounter();
  const guard = jwtGuard(options);
  const app = express();
  app.all('/open', (_request, response) => void response.json(answer(undefined)));
  app.use(guard);
  app.all('/protected', (request, response) => void response.json(answer(getAuth(request))));
  app.all(
    '/scoped',
    requireScopes('reports:read'),
    (request, response) => void response.json(answer(getAuth(request))),
  );
  app.use(jwtGuardErrors());

  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    name: 'Express',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: async () => {
      guard.verifier.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
