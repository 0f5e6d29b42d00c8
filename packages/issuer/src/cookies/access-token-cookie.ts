import { createHostCookie } from './host-cookie.js';
import type { TokenCookie, TokenCookieOptions } from './host-cookie.js';

/**
 * A cookie for access tokens in browsers, out of reach of scripts, other hosts and plain HTTP: `__Host-` prefix,
 * `Secure`, `HttpOnly`, `Path=/`, no `Domain`, `SameSite=Strict`. Its name is `__Host-access_token` unless told.
 *
 * @throws {InvalidOptionError} When the options contradict that.
 */
export function accessTokenCookie(options: TokenCookieOptions = {}): TokenCookie {
  return createHostCookie(
    {
      defaultName: '__Host-access_token',
      form: /^[\w-]+(?:\.[\w-]+){2}$/,
      token: 'a token in compact form',
      httpOnly: true,
    },
    options,
  );
}
