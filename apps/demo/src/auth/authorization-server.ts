import {
  createIssuerRoutes,
  createKeyRing,
  createRefreshTokens,
  createSecretRing,
  createTokenIssuer,
} from '@jwt-guard/issuer';
import { jwtGuardErrors } from '@jwt-guard/express';
import express, { Router } from 'express';
import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ApiGuardOptions } from '../apis/guard-options.js';
import { logIssuerEvents } from '../console/security-log.js';
import type { DemoStores } from '../stores/demo-stores.js';
import { adminRoutes } from './admin-routes.js';
import { apiAudience } from './audiences.js';
import { login } from './login.js';
import { refuseForeignPages } from './refuse-foreign-pages.js';
import { sessionRoutes } from './session-routes.js';

/** Who issues, where it is kept, and who is told. */
export interface AuthorizationServerOptions {
  readonly issuer: string;
  readonly stores: DemoStores;
  /** How users and operators prove who they are. */
  readonly guard: ApiGuardOptions;
  readonly logger: Logger;
}

/** The running issuer. */
export interface AuthorizationServer {
  readonly routes: Router;
  close(): void;
}

/** The issuer of the demo: metadata and public keys, the token and the revocation endpoint, login, sessions, key rotation. */
export async function createAuthorizationServer(options: AuthorizationServerOptions): Promise<AuthorizationServer> {
  const { issuer, stores, guard, logger } = options;
  const { revocation } = stores;
  // Verifiers may keep the keys for a minute, so that a rotation can be watched.
  const keys = await createKeyRing({ algorithm: 'ES256', jwksMaxAge: 60, ...stores.ring('keys') });
  const secrets = await createSecretRing(stores.ring('secrets'));
  const tokens = createTokenIssuer({ issuer, audience: apiAudience, clientId: 'demo', keys });
  const sessions = createRefreshTokens({ issuer: tokens, store: stores.sessions, secrets, revocation });
  logIssuerEvents({ keys, secrets, sessions }, logger);

  const routes = Router();
  routes.use(createIssuerRoutes({ keys, tokens, sessions, revocation, verifier: guard.verifier }));
  routes.post('/auth/login', refuseForeignPages(guard.csrf.origins), express.json(), login(sessions, logger));
  routes.use('/auth', sessionRoutes(sessions, guard));
  routes.use('/admin', adminRoutes(keys, guard));
  routes.use(['/auth', '/admin'], jwtGuardErrors(), refuseMalformedBody);
  return {
    routes,
    close: () => {
      keys.close();
      secrets.close();
    },
  };
}

/** What express.json() could not read is the client's mistake, and not worth a stack. */
// eslint-disable-next-line max-params -- Express knows an error middleware by its four parameters.
const refuseMalformedBody: ErrorRequestHandler = (error: { status?: number }, _request, response, next) => {
  if (error.status === undefined || error.status >= 500) next(error);
  else
    response.status(error.status).json({ error: 'invalid_request', error_description: 'The body could not be read' });
};
