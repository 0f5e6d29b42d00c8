import { getAuth, jwtGuard, jwtGuardErrors } from '@jwt-guard/express';
import type { GuardOptions, JwtGuard, RejectedEvent } from '@jwt-guard/express';
import { createLocalIssuer } from '@jwt-guard/testing';
import type { LocalIssuer } from '@jwt-guard/testing';
import express from 'express';
import type { Express, RequestHandler } from 'express';

/** An application behind one guard, and what became of its requests. */
export interface GuardedApp {
  readonly app: Express;
  readonly guard: JwtGuard;
  readonly issuer: LocalIssuer;
  /** How many requests reached the handler. */
  readonly handled: () => number;
  readonly rejected: readonly RejectedEvent[];
  /** What was fetched over the network. */
  readonly fetched: readonly string[];
}

export interface GuardedAppOptions extends GuardOptions {
  /** Middlewares above the guard, and between the guard and the handler. */
  readonly above?: readonly RequestHandler[];
  readonly below?: readonly RequestHandler[];
}

/** Every path answers who is there: `{ subject, source }`, or `{}` for nobody. */
export function guardedApp({ above = [], below = [], ...options }: GuardedAppOptions = {}): GuardedApp {
  const issuer = createLocalIssuer();
  const rejected: RejectedEvent[] = [];
  const fetched: string[] = [];
  let handled = 0;
  const guard = jwtGuard({
    ...trustIn(issuer),
    fetch: (url) => {
      fetched.push(url);
      return Promise.reject(new Error('no network'));
    },
    ...options,
  });
  guard.verifier.on('rejected', (event) => rejected.push(event));

  const app = express();
  for (const middleware of [...above, guard, ...below]) app.use(middleware);
  app.use((request, response) => {
    handled += 1;
    response.json(request.auth === undefined ? {} : whoIs(getAuth(request)));
  });
  app.use(jwtGuardErrors());
  return { app, guard, issuer, rejected, fetched, handled: () => handled };
}

/** The options of a guard that accepts the tokens of an issuer, without a network. */
export function trustIn({ issuer, audience, jwks }: LocalIssuer): Pick<LocalIssuer, 'issuer' | 'audience' | 'jwks'> {
  return { issuer, audience, jwks };
}

function whoIs({ subject, source }: { readonly subject?: string; readonly source?: string }): object {
  return { subject, source };
}
