import { challengeResponse, isJwtGuardError } from '@jwt-guard/core';

import { isTokenRequestError } from '../errors/token-request-error.js';
import type { TokenRequestError } from '../errors/token-request-error.js';
import type { Answer } from './answer.js';

/**
 * The answer to a refusal; undefined for what is none. A token request is refused as RFC 6749 §5.2 says; an outage and a
 * forged request as everywhere else: 503 with `Retry-After`, 403.
 */
export function errorAnswer(error: unknown): Answer | undefined {
  if (isTokenRequestError(error)) return tokenRequestAnswer(error);
  return isJwtGuardError(error) ? challengeResponse(error) : undefined;
}

function tokenRequestAnswer({ status, code, message }: TokenRequestError): Answer {
  return {
    status,
    headers: code === 'invalid_client' ? { 'WWW-Authenticate': 'Basic realm="token", charset="UTF-8"' } : {},
    body: { error: code, error_description: message },
  };
}
