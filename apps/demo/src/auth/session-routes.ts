import { getAuth, jwtGuard } from '@jwt-guard/express';
import { isTokenRequestError } from '@jwt-guard/issuer';
import type { RefreshTokens } from '@jwt-guard/issuer';
import express, { Router } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { ApiGuardOptions } from '../apis/guard-options.js';
import { refuseForeignPages } from './refuse-foreign-pages.js';
import { answerTokens, clearCookies, refreshCookie } from './token-answer.js';

/** Refresh and logout by the refresh token, and what users do with their sessions by the access token. */
export function sessionRoutes(sessions: RefreshTokens, guard: ApiGuardOptions): Router {
  const ownPages = refuseForeignPages(guard.csrf.origins);
  const guarded = jwtGuard(guard);
  const router = Router();
  router.post('/refresh', ownPages, express.json(), refresh(sessions));
  router.post('/logout', ownPages, express.json(), logout(sessions), guarded, endOwnSession(sessions));
  router.post('/logout-everywhere', guarded, logoutEverywhere(sessions));
  router.get('/sessions', guarded, listSessions(sessions));
  router.delete('/sessions/:id', guarded, endSession(sessions));
  return router;
}

function refresh(sessions: RefreshTokens): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store');
    const { token, mode } = presented(request);
    try {
      answerTokens(response, await sessions.rotate(token), mode);
    } catch (error) {
      if (!isTokenRequestError(error)) throw error;
      if (mode === 'cookie') clearCookies(response);
      response.status(error.status).json({ error: error.code, error_description: error.message });
    }
  };
}

function logout(sessions: RefreshTokens): RequestHandler {
  return async (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    const { token } = presented(request);
    if (token === undefined && request.headers.authorization !== undefined) {
      next();
      return;
    }
    await sessions.revoke(token);
    endOf(response);
  };
}

/** For a client that kept nothing but its access token. */
function endOwnSession(sessions: RefreshTokens): RequestHandler {
  return async (request, response) => {
    const { sessionId } = getAuth(request);
    if (sessionId !== undefined) await sessions.revokeSession(sessionId);
    endOf(response);
  };
}

function logoutEverywhere(sessions: RefreshTokens): RequestHandler {
  return async (request, response) => {
    await sessions.revokeSubject(getAuth(request).subject ?? '');
    endOf(response);
  };
}

function listSessions(sessions: RefreshTokens): RequestHandler {
  return async (request, response) => {
    const { subject = '', sessionId } = getAuth(request);
    const live = await sessions.list(subject);
    response.set('Cache-Control', 'no-store').json({
      sessions: live.map(({ id, device, createdAtMs, lastUsedAtMs }) => ({
        id,
        device,
        created: new Date(createdAtMs),
        last_used: new Date(lastUsedAtMs),
        current: id === sessionId,
      })),
    });
  };
}

function endSession(sessions: RefreshTokens): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const { subject = '', sessionId } = getAuth(request);
    const { id } = request.params;
    if (!(await sessions.list(subject)).some((session) => session.id === id)) {
      response.status(404).json({ message: 'You have no such session' });
      return;
    }
    await sessions.revokeSession(id);
    if (id === sessionId) clearCookies(response);
    response.status(204).end();
  };
}

/** The refresh token of a request: in the body for programs, in the cookie for browsers. */
function presented(request: Request): { readonly token: unknown; readonly mode: 'bearer' | 'cookie' } {
  const { refresh_token: token } = (request.body ?? {}) as { readonly refresh_token?: unknown };
  return token === undefined ? { token: refreshCookie.read(request), mode: 'cookie' } : { token, mode: 'bearer' };
}

function endOf(response: Response): void {
  clearCookies(response);
  response.status(204).end();
}
