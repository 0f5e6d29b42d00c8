import { createCsrfCheck } from '@jwt-guard/core';
import type { CsrfOptions } from '@jwt-guard/core';

import type { Middleware } from './middleware.js';

/**
 * Guards against cross-site request forgery alone, for routes that set or clear a cookie and have no token yet: login,
 * refresh, logout. It checks every unsafe method; `jwtGuard({ csrf })` checks its own cookies by itself.
 *
 * @throws {InvalidOptionError} At creation, when no origin is listed, or one is not written as a browser sends it.
 */
export function csrfGuard(options: CsrfOptions): Middleware {
  const check = createCsrfCheck(options);
  return (request, _response, next) => {
    check(request);
    next();
  };
}
