import type { RefreshTokens } from '@jwt-guard/issuer';
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { readLoginRequest } from './login-request.js';
import { answerTokens } from './token-answer.js';
import { findUser } from './users.js';

/** Checks the password, and begins a session: its tokens stand in the answer, or in cookies. */
export function login(sessions: RefreshTokens, logger: Logger): RequestHandler {
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
    const { username: subject, scopes, audience } = user;
    const tokens = await sessions.start({ subject, scopes, audience, device: deviceOf(request) });
    answerTokens(response, tokens, credentials.mode);
  };
}

/** What the user will recognise the device by. */
function deviceOf(request: Request): string {
  const visible = request
    .get('User-Agent')
    ?.replace(/[^\x20-\x7e]/g, '')
    .slice(0, 256);
  return visible === undefined || visible === '' ? 'unknown' : visible;
}
