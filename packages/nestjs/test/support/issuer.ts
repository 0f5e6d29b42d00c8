import { createLocalIssuer } from '@jwt-guard/testing';
import type { LocalIssuer } from '@jwt-guard/testing';
import type { RequestGuardOptions } from '@jwt-guard/nestjs';

/** The issuer of the tests: its keys are at hand, so nothing is fetched. */
export const issuer: LocalIssuer = createLocalIssuer();

/** The options that accept its tokens. */
export const accepted: RequestGuardOptions = {
  issuer: issuer.issuer,
  audience: issuer.audience,
  jwks: issuer.jwks,
};

/** An Authorization header with a good token, but for what the options say. */
export function bearer(options?: Parameters<LocalIssuer['tokenFor']>[0]): string {
  return `Bearer ${issuer.tokenFor(options)}`;
}

/** An Authorization header with a token that was good until a minute ago. */
export function expiredBearer(): string {
  return bearer({ expiresIn: -60 });
}
