import {
  accessTokenCookie,
  createJwksHandler,
  createKeyRing,
  createMetadataHandler,
  createTokenIssuer,
  metadataPath,
} from '@jwt-guard/issuer';
import type { TokenIssuer } from '@jwt-guard/issuer';
import { jwtGuardErrors } from '@jwt-guard/express';
import express, { Router } from 'express';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { apiAudience } from './audiences.js';
import { refuseForeignPages } from './refuse-foreign-pages.js';
import { readLoginRequest } from './login-request.js';
import { findUser } from './users.js';

/** Who issues, and who is told of failed logins. */
export interface AuthorizationServerOptions {
  readonly issuer: string;
  readonly logger: Logger;
}

const cookie = accessTokenCookie();

/** The issuer of the demo: login and logout, its metadata and its public keys. */
export async function createAuthorizationServer({ issuer, logger }: AuthorizationServerOptions): Promise<Router> {
  const keys = await createKeyRing({ algorithm: 'ES256' });
  const tokens = createTokenIssuer({ issuer, audience: apiAudience, clientId: 'demo', keys });

  const router = Router();
  router.use('/.well-known/jwks.json', createJwksHandler(keys));
  router.use(metadataPath(issuer), createMetadataHandler({ issuer }));
  router.post('/auth/login', refuseForeignPages(issuer), express.json(), login(tokens, logger));
  router.post('/auth/logout', refuseForeignPages(issuer), logout);
  router.use('/auth', jwtGuardErrors(), refuseMalformedBody);
  return router;
}

function login(tokens: TokenIssuer, logger: Logger): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store');
    const credentials = readLoginRequest(request.body);
    if (credentials === undefined) {
      response.status(400).json({
        error: 'invalid_request',
        error_description: 'Send JSON: { username, password, mode: "bearer" | "cookie" }',
      });
      return;
    }
    const user = findUser(credentials.username, credentials.password);
    if (user === undefined) {
      logger.warn({ event: 'login_failed' }, 'login failed');
      response.status(401).json({ error: 'invalid_credentials', error_description: 'Wrong username or password' });
      return;
    }
    const { token, expiresIn } = await tokens.issueAccessToken({
      subject: user.username,
      scopes: user.scopes,
      audience: user.audience,
    });
    if (credentials.mode === 'bearer')
      response.json({ access_token: token, token_type: 'Bearer', expires_in: expiresIn });
    else response.append('Set-Cookie', cookie.serialize(token, expiresIn)).status(204).end();
  };
}

const logout: RequestHandler = (_request, response) => {
  response.set('Cache-Control', 'no-store').append('Set-Cookie', cookie.clear()).status(204).end();
};

/** What express.json() could not read is the client's mistake, and not worth a stack. */
// eslint-disable-next-line max-params -- Express knows an error middleware by its four parameters.
const refuseMalformedBody: ErrorRequestHandler = (error: { status?: number }, _request, response, next) => {
  if (error.status === undefined || error.status >= 500) next(error);
  else
    response.status(error.status).json({ error: 'invalid_request', error_description: 'The body could not be read' });
};
