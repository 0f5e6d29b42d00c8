import { fromAuthorizationHeader, fromCookie } from '@jwt-guard/core';
import type { JwtVerifier, TokenExtractor } from '@jwt-guard/core';

/** How both APIs are guarded. */
export interface ApiGuardOptions {
  readonly verifier: JwtVerifier;
  readonly from: readonly TokenExtractor[];
  readonly csrf: { readonly origins: readonly string[] };
}

/** Both APIs take tokens from the Authorization header and from the login cookie, and share one verifier and so one key set. */
export function apiGuardOptions(verifier: JwtVerifier, origins: readonly string[]): ApiGuardOptions {
  return {
    verifier,
    from: [fromAuthorizationHeader(), fromCookie('__Host-access_token')],
    csrf: { origins: [...new Set(origins)] },
  };
}
