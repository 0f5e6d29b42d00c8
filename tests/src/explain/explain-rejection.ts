import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import type { Explanation, JwtVerifierOptions, SecurityEvents } from '@jwt-guard/core';
import { fromAuthorizationHeader, fromCookie, jwtGuard, jwtGuardErrors } from '@jwt-guard/express';
import type { LocalIssuer } from '@jwt-guard/testing';
import express from 'express';
import type { RequestHandler } from 'express';
import { sendRaw } from '../wiring/raw-http.js';
import { startListener } from '../wiring/start-app.js';
import type { RejectionCase } from './rejection-case.js';
import { page } from './rejection-cases.js';

/** What became of one request, and all that anybody was told of it. */
export interface ExplainedRejection {
  readonly explanations: readonly Explanation[];
  /** The token that was sent. */
  readonly token: string;
  /** Its claims. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The answer, head and body. */
  readonly answer: string;
  /** Explanations, events, lines of the console. */
  readonly told: string;
}

const eventNames = ['verified', 'rejected', 'explained', 'keysFailed', 'revocationUnknown'] as const;

/** Sends the request of a case to an application that is guarded, and collects every output. */
export async function explainRejection(
  issuer: LocalIssuer,
  { options = {}, requirement, method = 'GET', headers, token: content = {} }: RejectionCase,
): Promise<ExplainedRejection> {
  const token = issuer.tokenFor(content);
  const explanations: Explanation[] = [];
  const told: unknown[] = [];
  const guard = jwtGuard({
    ...guardOptions(issuer),
    ...(options.jwksUri === undefined && { jwks: issuer.jwks }),
    ...options,
    explain: (made: Explanation) => explanations.push(made),
  } as JwtVerifierOptions);
  for (const name of eventNames) guard.verifier.on(name, (event: SecurityEvents[typeof name]) => told.push(event));
  const explained = new Promise((resolve) => guard.verifier.on('explained', resolve));
  const hear = (event: unknown): unknown => told.push(event);
  subscribe('jwt-guard:explained', hear);

  const app = express().use(guard);
  if (requirement !== undefined) app.use(requirement);
  app.use(answerNothing, jwtGuardErrors());
  const running = await startListener(app);
  const lines = headers?.(token, issuer) ?? [`Authorization: Bearer ${token}`];
  const answer = await sendRaw(running.url, { method, headers: lines });
  await explained;
  unsubscribe('jwt-guard:explained', hear);
  await running.close();
  guard.verifier.close();
  const outputs = inspect([told, explanations], { depth: 12, maxStringLength: null, breakLength: Infinity });
  return { explanations, token, claims: issuer.contentFor(content).claims, answer: inspect(answer), told: outputs };
}

function guardOptions({ issuer, audience, clock }: LocalIssuer): Record<string, unknown> {
  return {
    issuer,
    audience,
    clock,
    algorithms: ['ES256'],
    from: [fromAuthorizationHeader(), fromCookie('__Host-access_token')],
    csrf: { origins: [page] },
    fetch: () => Promise.reject(new TypeError('fetch failed')),
  };
}

const answerNothing: RequestHandler = (_request, response) => {
  response.json({});
};
