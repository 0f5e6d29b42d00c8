import type { IncomingMessage } from 'node:http';

import { isTokenRequestError, TokenRequestError } from '../errors/token-request-error.js';
import type { Answer } from '../http/answer.js';
import { createEndpoint } from '../http/endpoint.js';
import { errorAnswer } from '../http/error-answer.js';
import type { RequestHandler } from '../http/request-handler.js';
import type { RefreshSession } from '../refresh/refresh-token-store.js';
import type { IssuedTokens } from '../refresh/refresh-tokens.js';
import { readCookieSessionsOptions } from './cookie-sessions-options.js';
import type { CookieSessionsOptions } from './cookie-sessions-options.js';
import { deviceOf } from './device-of.js';
import { readLoginBody } from './login-body.js';

/** Sessions for browsers: handlers for POST that keep the tokens in cookies. None of them shows one to scripts. */
export interface CookieSessions {
  /** Takes a JSON object or a form, for `login`: 200 and the cookies, or 401. */
  readonly login: RequestHandler;
  /** 200 and new cookies; 401 clears them, 503 keeps them. */
  readonly refresh: RequestHandler;
  /** Ends the session and clears the cookies: 204, whatever was there. */
  readonly logout: RequestHandler;
  /** Ends all sessions of the user, this one included: 204, or 401. */
  readonly logoutEverywhere: RequestHandler;
}

/**
 * Makes the handlers of a login with cookies. Each request that changes something must come from a page of yours.
 *
 * @example
 * ```ts
 * const { login, refresh, logout } = createCookieSessions({
 *   sessions,
 *   csrf: { origins: ['https://app.example.com'] },
 *   login: async (_request, { name, password }) => {
 *     const user = await users.verify(name, password);
 *     return user && { subject: user.id, scopes: user.scopes };
 *   },
 * });
 * app.post('/auth/login', login);
 * ```
 *
 * @throws {InvalidOptionError} When an option is wrong.
 */
export function createCookieSessions(options: CookieSessionsOptions): CookieSessions {
  const { sessions, login, csrf, cookies, client } = readCookieSessionsOptions(options);

  /** The session of a request, which has shown that it is no forged one. */
  async function provenSession(request: IncomingMessage): Promise<RefreshSession | undefined> {
    const session = await sessions.sessionOf(cookies.refreshToken(request));
    if (session !== undefined) csrf.tokens?.check(request, session.id);
    return session;
  }
  const loggedIn = (tokens: IssuedTokens, request: IncomingMessage): Answer => ({
    status: 200,
    cookies: cookies.set(tokens, request),
    body: { subject: tokens.session.subject, expires_in: tokens.accessToken.expiresIn, scope: tokens.scopes.join(' ') },
  });
  const loggedOut = (): Answer => ({ status: 204, cookies: cookies.clear() });

  function endpoint(name: string, answer: (request: IncomingMessage) => Promise<Answer>): RequestHandler {
    return createEndpoint(name, {
      answer: async (request) => {
        if (request.method !== 'POST') throw new TokenRequestError('invalid_request', 'method');
        csrf.checkOrigin(request);
        return await answer(request);
      },
      // A failed login takes nobody else's session away.
      refuse: (error) => unauthorized(error, name === 'login' ? [] : cookies.clear()),
    });
  }

  return Object.freeze<CookieSessions>({
    login: endpoint('login', async (request) => {
      const wanted = await login(request, await readLoginBody(request));
      if (wanted === undefined) throw new TokenRequestError('invalid_grant', 'refused');
      return loggedIn(await sessions.start({ ...deviceOf(request), ...wanted, ...client }), request);
    }),
    refresh: endpoint('refresh', async (request) => {
      if (csrf.tokens !== undefined) await provenSession(request);
      return loggedIn(await sessions.rotate(cookies.refreshToken(request), client), request);
    }),
    logout: endpoint('logout', async (request) => {
      if (csrf.tokens !== undefined) await provenSession(request);
      await sessions.revoke(cookies.refreshToken(request));
      return loggedOut();
    }),
    logoutEverywhere: endpoint('logoutEverywhere', async (request) => {
      const session = await provenSession(request);
      if (session === undefined) throw new TokenRequestError('invalid_grant', 'unknown');
      await sessions.revokeSubject(session.subject);
      return loggedOut();
    }),
  });
}

/** In a browser a grant that is gone means: log in again. The scheme is there because a 401 must name one. */
function unauthorized(error: unknown, cookies: readonly string[]): Answer | undefined {
  const answer = errorAnswer(error);
  if (answer === undefined || !isTokenRequestError(error) || error.code !== 'invalid_grant') return answer;
  return { ...answer, status: 401, headers: { 'WWW-Authenticate': 'Cookie realm="session"' }, cookies };
}
