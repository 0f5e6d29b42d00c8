import { challengeResponse, isJwtGuardError } from '@jwt-guard/core';
import type { ErrorRequestHandler } from 'express';

/**
 * Answers refusals with their status, their headers (`WWW-Authenticate`, `Cache-Control: no-store`) and a generic JSON
 * body (RFC 6750 §3). Put it below the routes. All other errors go on, and so do refusals once an answer has begun.
 */
export function jwtGuardErrors(): ErrorRequestHandler {
  // eslint-disable-next-line max-params -- Express knows an error middleware by its four parameters.
  return (error: unknown, _request, response, next) => {
    if (!isJwtGuardError(error) || response.headersSent) {
      next(error);
      return;
    }
    const { status, headers, body } = challengeResponse(error);
    response.status(status).set(headers).json(body);
  };
}
