import { aFunction, createCsrfProtection, InvalidOptionError, nonEmptyString, ownOptions } from '@jwt-guard/core';
import type { CookieCsrfOptions, CsrfProtection } from '@jwt-guard/core';
import type { IncomingMessage } from 'node:http';

import { assertSessions } from '../http/endpoint-options.js';
import type { RefreshTokens, SessionRequest } from '../refresh/refresh-tokens.js';
import type { TokenCookieOptions } from './host-cookie.js';
import type { LoginBody } from './login-body.js';
import { createSessionCookies } from './session-cookies.js';
import type { SessionCookieNames, SessionCookies } from './session-cookies.js';

/** What {@link createCookieSessions} takes. */
export interface CookieSessionsOptions {
  readonly sessions: RefreshTokens;
  /**
   * Who logs in: checks the password, or whatever proves it, and answers the session to begin; undefined refuses. Limit
   * how often it may be tried: nothing here does. What it rejects with is an error of the server. Without `device` the
   * session gets the `User-Agent` as its name.
   */
  readonly login: Login;
  /** The origins of your own pages; `token: { secret }` demands the signed double submit besides. */
  readonly csrf: CookieCsrfOptions;
  /** The client of these sessions. Default: that of the token issuer. */
  readonly clientId?: string;
  /** Default `Strict`. `Lax` also sends the cookies when a user follows a link from another site. */
  readonly sameSite?: TokenCookieOptions['sameSite'];
  /** Default: `__Host-access_token` and `__Host-refresh_token`. */
  readonly names?: SessionCookieNames;
}

/** Who logs in, and what for; see {@link CookieSessionsOptions.login}. */
export type Login = (
  request: IncomingMessage,
  body: LoginBody,
) => Promise<Omit<SessionRequest, 'clientId' | 'keyThumbprint'> | undefined>;

/** Validated options. */
export interface CookieSessionsSettings {
  readonly sessions: RefreshTokens;
  readonly login: Login;
  readonly csrf: CsrfProtection;
  readonly cookies: SessionCookies;
  /** The client, where it is not the default. */
  readonly client: { readonly clientId?: string };
}

/** @throws {InvalidOptionError} Naming the option and the remedy. */
export function readCookieSessionsOptions(options: CookieSessionsOptions): CookieSessionsSettings {
  const { sessions, login, csrf, clientId, sameSite, names = {} } = ownOptions(options, optionNames);
  assertSessions(sessions);
  if ((csrf as unknown) === undefined)
    throw new InvalidOptionError(
      'csrf',
      'pass { origins: ["https://app.example.com"] }, the origins of your own pages.',
    );
  const protection = createCsrfProtection(csrf);
  return {
    sessions,
    login: aFunction(login, 'login', 'pass a function that checks who logs in, and answers the session to begin.'),
    csrf: protection,
    cookies: createSessionCookies({
      names: ownOptions(names, ['accessToken', 'refreshToken'], 'names'),
      sameSite,
      csrfTokens: protection.tokens,
    }),
    client: clientId === undefined ? {} : { clientId: nonEmptyString(clientId, 'clientId', 'name a client.') },
  };
}

const optionNames = ['sessions', 'login', 'csrf', 'clientId', 'sameSite', 'names'] as const;
