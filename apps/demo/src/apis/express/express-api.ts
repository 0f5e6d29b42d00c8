import '@jwt-guard/express/augment';
import { getAuth, jwtGuard, jwtGuardErrors, requireAudience, requireScopes } from '@jwt-guard/express';
import { Router } from 'express';
import { billingAudience } from '../../auth/audiences.js';
import { answers } from '../answers.js';
import type { ApiGuardOptions } from '../guard-options.js';

/** The Express API: what stands above `jwtGuard()` is open, what stands below needs a token. */
export function createExpressApi(guard: ApiGuardOptions): Router {
  const api = Router();

  api.get('/public', (_request, response) => {
    response.json(answers.public());
  });
  api.get('/optional', jwtGuard({ ...guard, credentials: 'optional' }), (request, response) => {
    response.json(answers.optional(request.auth));
  });

  api.use(jwtGuard(guard));
  api.get('/profile', (request, response) => {
    response.json(answers.profile(getAuth(request)));
  });
  api.get('/reports', requireScopes('reports:read'), (_request, response) => {
    response.json(answers.reports());
  });
  api.post('/reports', requireScopes('reports:write'), (_request, response) => {
    response.status(201).json(answers.reportCreated());
  });
  api.get('/billing', requireAudience(billingAudience), (request, response) => {
    response.json(answers.billing(getAuth(request)));
  });

  api.use(jwtGuardErrors());
  return api;
}
