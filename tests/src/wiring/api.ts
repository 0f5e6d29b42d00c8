import type { IncomingMessage, ServerResponse } from 'node:http';
import { createJwtVerifier } from '@jwt-guard/core';
import type { GuardOptions, JwtVerifier, RejectedEvent } from '@jwt-guard/core';
import { createLocalIssuer } from '@jwt-guard/testing';
import type { LocalIssuer } from '@jwt-guard/testing';
import type { CorsOptions } from 'cors';
import { startExpressApi } from './express-api.js';
import { countingHandler } from './handler.js';
import type { Handler } from './handler.js';
import { startNestApi } from './nest-api.js';
import { nestPlatforms } from './start-app.js';
import type { RunningApp } from './start-app.js';

/** The frameworks that one request must meet alike. */
export const frameworks = ['Express', ...nestPlatforms] as const;
export type Framework = (typeof frameworks)[number];

/** A middleware that fits every framework. */
export type AnyMiddleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export interface ApiOptions extends Pick<GuardOptions, 'from' | 'csrf' | 'realm'> {
  /** Default: one that accepts the tokens of `issuer`. */
  readonly verifier?: JwtVerifier;
  /** Default: answers `{ subject, source }`, or `{}` for nobody. */
  readonly handle?: Handler;
  /** Middlewares above the guard. */
  readonly above?: readonly AnyMiddleware[];
  /** Answers preflights above the guard. Default: nobody does. */
  readonly cors?: CorsOptions;
}

/** What an API is made of, whatever the framework. */
export interface ApiParts extends ApiOptions {
  readonly verifier: JwtVerifier;
  readonly handle: Handler;
}

/** An API of one framework, and what became of its requests. */
export interface Api extends RunningApp {
  readonly issuer: LocalIssuer;
  readonly verifier: JwtVerifier;
  /** How many requests reached a handler. */
  readonly calls: () => number;
  readonly rejected: readonly RejectedEvent[];
  /** What the verifier fetched: nothing, as its keys are at hand. */
  readonly fetched: readonly string[];
}

/**
 * Starts an API that answers who is there: `/open`, `/optional`, `/protected` and `/scoped` (reports:read) for every method,
 * `/report` for GET. Proxies are trusted, bodies and cookies parsed, so that a credential read from there would be found.
 */
export async function startApi(framework: Framework, options: ApiOptions = {}): Promise<Api> {
  const { issuer, verifier: own, ...seen } = localVerifier();
  const { verifier = own } = options;
  const { handle, calls } = countingHandler(options.handle);
  const parts: ApiParts = { ...options, verifier, handle };
  const app = framework === 'Express' ? await startExpressApi(parts) : await startNestApi(framework, parts);
  return { ...app, ...seen, issuer, verifier, calls };
}

function localVerifier(): Pick<Api, 'issuer' | 'verifier' | 'rejected' | 'fetched'> {
  const issuer = createLocalIssuer();
  const rejected: RejectedEvent[] = [];
  const fetched: string[] = [];
  const verifier = createJwtVerifier({
    issuer: issuer.issuer,
    audience: issuer.audience,
    jwks: issuer.jwks,
    fetch: (url) => {
      fetched.push(url);
      return Promise.reject(new Error('no network'));
    },
  });
  verifier.on('rejected', (event) => rejected.push(event));
  return { issuer, verifier, rejected, fetched };
}
