import { randomUUID } from 'node:crypto';

import type { TokenContent, TokenOptions } from './token-options.js';

/** Who issues, for whom, when, and by which key. */
export interface TokenContext {
  readonly issuer: string;
  readonly audience: string;
  readonly nowSeconds: number;
  readonly alg: string;
  readonly kid: string | undefined;
}

const defaultLifetimeSeconds = 300;

/** Header and claims of a good access token (RFC 9068), with the caller's changes. Times are whole epoch seconds. */
export function tokenContent(
  { issuer, audience, nowSeconds, alg, kid }: TokenContext,
  options: TokenOptions,
): TokenContent {
  return {
    header: present({ alg, typ: 'at+jwt', kid, ...options.header }),
    claims: present({
      iss: issuer,
      aud: options.audience ?? audience,
      sub: options.subject ?? 'user-1',
      client_id: options.clientId ?? 'client-1',
      ...times(nowSeconds, options.expiresIn ?? defaultLifetimeSeconds),
      jti: randomUUID(),
      scope: options.scopes?.join(' '),
      ...options.claims,
    }),
  };
}

/** A token that has expired was issued before: one that dies before its birth would be malformed instead. */
function times(nowSeconds: number, expiresIn: number): Record<'iat' | 'nbf' | 'exp', number> {
  const exp = nowSeconds + expiresIn;
  const iat = expiresIn <= 0 ? exp - defaultLifetimeSeconds : nowSeconds;
  return { iat, nbf: iat, exp };
}

function present(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
