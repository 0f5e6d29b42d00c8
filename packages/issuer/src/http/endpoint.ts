import { createEventEmitter, isJwtGuardError } from '@jwt-guard/core';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { isTokenRequestError } from '../errors/token-request-error.js';
import { sendAnswer } from './answer.js';
import type { Answer } from './answer.js';
import { errorAnswer } from './error-answer.js';
import type { RequestHandler } from './request-handler.js';

/** A request that an endpoint refused, for operators: on the channel `jwt-guard:tokenRequestRefused`. Never a token. */
export interface TokenRequestRefusedEvent {
  /** Which endpoint: `token`, `revocation`, `login`, `refresh`, `logout`… */
  readonly endpoint: string;
  readonly code: string;
  readonly reason: string;
}

/** What an endpoint does. */
export interface EndpointActions {
  readonly answer: (request: IncomingMessage) => Promise<Answer>;
  /** The answer to what `answer` rejected with; undefined for what is no refusal. Default {@link errorAnswer}. */
  readonly refuse?: (error: unknown) => Answer | undefined;
}

const events = createEventEmitter<{ readonly tokenRequestRefused: TokenRequestRefusedEvent }>(['tokenRequestRefused']);

/**
 * Makes a request handler of a function that answers. What it rejects with is answered too where it is a refusal or an
 * outage; any other error goes to `next`, or without one is 500 and a process warning.
 *
 * @param name - for operators
 */
export function createEndpoint(name: string, { answer, refuse = errorAnswer }: EndpointActions): RequestHandler {
  return (request, response, next) => {
    answer(request)
      .catch((error: unknown) => {
        tellOperators(name, error);
        const refusal = refuse(error);
        if (refusal === undefined) throw error;
        return refusal;
      })
      .then((ready) => {
        send(response, ready);
      })
      .catch((error: unknown) => {
        if (next !== undefined && !response.headersSent) next(error);
        else fail(response, error);
      });
  };
}

function send(response: ServerResponse, answer: Answer): void {
  // Who hung up gets no answer, and who let the body stall is cut off.
  if (!response.destroyed) sendAnswer(response, answer);
}

function tellOperators(endpoint: string, error: unknown): void {
  if (!isTokenRequestError(error) && !isJwtGuardError(error)) return;
  events.emit('tokenRequestRefused', { endpoint, code: error.code, reason: error.reason });
}

function fail(response: ServerResponse, error: unknown): void {
  process.emitWarning(`An endpoint of the issuer failed: ${nameOf(error)}`, 'JwtGuardWarning');
  if (response.headersSent) response.destroy();
  else send(response, { status: 500, body: { error: 'server_error' } });
}

/** Its name alone: the message of somebody else's error may hold anything. */
function nameOf(error: unknown): string {
  const { name } = (error ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name : 'no Error';
}
