import { jwtGuard, jwtGuardErrors, requireScopes } from '@jwt-guard/express';
import cookieParser from 'cookie-parser';
import cors from 'cors';
import express from 'express';
import type { RequestHandler } from 'express';
import type { ApiParts } from './api.js';
import type { HandledRequest } from './handler.js';
import { startListener } from './start-app.js';
import type { RunningApp } from './start-app.js';

/** The API of {@link startApi} on Express. */
export function startExpressApi(parts: ApiParts): Promise<RunningApp> {
  const { verifier, above = [], handle, cors: corsOptions, ...options } = parts;
  const guard = { verifier, ...options };
  const answer: RequestHandler = async (request, response) => {
    response.json(await handle(request as HandledRequest));
  };

  const app = express().set('trust proxy', true).set('query parser', 'extended');
  if (corsOptions !== undefined) app.use(cors(corsOptions));
  app.use(cookieParser('a secret for signing cookies'), express.json(), express.urlencoded({ extended: true }));
  for (const middleware of above) app.use(middleware);
  app.all('/open', answer);
  app.all('/optional', jwtGuard({ ...guard, credentials: 'optional' }), answer);
  app.use(jwtGuard(guard));
  app.all('/protected', answer);
  app.all('/scoped', requireScopes('reports:read'), answer);
  app.get('/report', answer);
  app.use(jwtGuardErrors());
  return startListener(app);
}
