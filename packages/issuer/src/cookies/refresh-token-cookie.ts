import { createHostCookie } from './host-cookie.js';
import type { TokenCookie, TokenCookieOptions } from './host-cookie.js';

/**
 * A cookie for refresh tokens in browsers, with the attributes of {@link accessTokenCookie}. Its name is
 * `__Host-refresh_token` unless told. The prefix demands `Path=/`: it goes to every path of its host, and to no other host.
 *
 * @throws {InvalidOptionError} When the options contradict that.
 */
export function refreshTokenCookie(options: TokenCookieOptions = {}): TokenCookie {
  return createHostCookie(
    { defaultName: '__Host-refresh_token', form: /^jgr_[\w-]+$/, token: 'a refresh token', httpOnly: true },
    options,
  );
}
