import { ownOptions } from '../options/own-options.js';
import { createCsrfCheck } from './csrf.js';
import type { CsrfCheck, CsrfOptions } from './csrf.js';
import { createCsrfTokens } from './csrf-token.js';
import type { CsrfTokenOptions, CsrfTokens } from './csrf-token.js';

/** How requests with a cookie credential are told from forged ones. */
export interface CookieCsrfOptions extends CsrfOptions {
  /** Demands the signed double submit besides: see {@link createCsrfTokens}. It needs a session: the claim `sid`. */
  readonly token?: CsrfTokenOptions;
}

/** What stands between a cookie credential and a forged request. */
export interface CsrfProtection {
  /** The origins that may send requests. */
  readonly origins: readonly string[];
  /** Before the credential is looked at. */
  readonly checkOrigin: CsrfCheck;
  /** After the credential told its session; undefined where the double submit is not configured. */
  readonly tokens: CsrfTokens | undefined;
}

/**
 * Makes the protection of cookie credentials: the check of the origin, and the signed double submit where it is configured.
 *
 * @throws {InvalidOptionError} When no origin is listed, one is not written as a browser sends it, or the secret is weak.
 */
export function createCsrfProtection(options: CookieCsrfOptions): CsrfProtection {
  const { token, ...origins } = ownOptions(options, ['origins', 'token'], 'csrf');
  return Object.freeze({
    checkOrigin: createCsrfCheck(origins),
    origins: Object.freeze([...origins.origins]),
    tokens: token === undefined ? undefined : createCsrfTokens(token),
  });
}
