import type { CsrfTokens, RequestLike } from '@jwt-guard/core';

import type { IssuedTokens } from '../refresh/refresh-tokens.js';
import { accessTokenCookie } from './access-token-cookie.js';
import { csrfTokenCookie } from './csrf-token-cookie.js';
import type { TokenCookieOptions } from './host-cookie.js';
import { refreshTokenCookie } from './refresh-token-cookie.js';

/** How the cookies of a session are named, where not by their defaults. */
export interface SessionCookieNames {
  readonly accessToken?: `__Host-${string}`;
  readonly refreshToken?: `__Host-${string}`;
}

/** The cookies that keep a browser logged in. What is written is for `Set-Cookie`. */
export interface SessionCookies {
  /** @throws {InvalidRequestError} When the cookie was sent twice. */
  refreshToken(request: RequestLike): string | undefined;
  /** Sets all of them, each as long as its token lives. */
  set(tokens: IssuedTokens, request: RequestLike): readonly string[];
  clear(): readonly string[];
}

/** What {@link createSessionCookies} takes. */
export interface SessionCookiesOptions {
  readonly names: SessionCookieNames;
  readonly sameSite: TokenCookieOptions['sameSite'] | undefined;
  /** Sets the cookie of the double submit too. */
  readonly csrfTokens: CsrfTokens | undefined;
}

/** @throws {InvalidOptionError} When the options contradict what the cookies must be. */
export function createSessionCookies({ names, sameSite, csrfTokens }: SessionCookiesOptions): SessionCookies {
  const strictness = sameSite === undefined ? {} : { sameSite };
  const access = accessTokenCookie({ ...named(names.accessToken), ...strictness });
  const refresh = refreshTokenCookie({ ...named(names.refreshToken), ...strictness });
  const csrf = csrfTokenCookie();

  return Object.freeze<SessionCookies>({
    refreshToken: (request) => refresh.read(request),
    set: ({ accessToken, refreshToken, refreshTokenExpiresIn, session }, request) => [
      access.serialize(accessToken.token, accessToken.expiresIn),
      refresh.serialize(refreshToken, refreshTokenExpiresIn),
      ...(csrfTokens === undefined
        ? []
        : [csrf.serialize(csrfTokens.tokenFor(session.id, request), refreshTokenExpiresIn)]),
    ],
    clear: () => [access, refresh, ...(csrfTokens === undefined ? [] : [csrf])].map((cookie) => cookie.clear()),
  });
}

function named(name: `__Host-${string}` | undefined): TokenCookieOptions {
  return name === undefined ? {} : { name };
}
