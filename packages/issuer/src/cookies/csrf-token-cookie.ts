import { csrfCookieName } from '@jwt-guard/core';

import { createHostCookie } from './host-cookie.js';
import type { TokenCookie } from './host-cookie.js';

/** The cookie of the double submit: scripts of the page must read it, to repeat it in a header. Always `SameSite=Strict`. */
export function csrfTokenCookie(): TokenCookie {
  return createHostCookie(
    { defaultName: csrfCookieName, form: /^[\w-]+\.[\w-]+$/, token: 'a token of createCsrfTokens()', httpOnly: false },
    {},
  );
}
