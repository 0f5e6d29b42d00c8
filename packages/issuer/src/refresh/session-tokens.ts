import { InvalidOptionError, isObject, ownOptions } from '@jwt-guard/core';

import { TokenNotIssuedError } from '../errors/token-not-issued-error.js';
import { TokenRequestError } from '../errors/token-request-error.js';
import type { Secret } from '../keys/secret-source.js';
import type { IssuedAccessToken } from '../tokens/token-issuer.js';
import { answered } from './answered.js';
import type { RefreshSession } from './refresh-token-store.js';
import { writeRefreshToken } from './refresh-token.js';
import type { Authorization, RefreshSettings } from './refresh-tokens-options.js';
import type { IssuedTokens } from './refresh-tokens.js';
import type { SessionEnd } from './session-end.js';
import type { Refresh } from './session-request.js';

/** What the store decided, and what was asked for. */
export interface Entitlement {
  readonly session: RefreshSession;
  readonly asked: Pick<Refresh, 'scopes' | 'audience'>;
  /** Of the refresh token. */
  readonly counter: number;
  readonly secret: Secret;
  /** The store's clock. */
  readonly nowMs: number;
  /** Of the access token: epoch seconds. */
  readonly issuedAt: number;
}

/**
 * Issues both tokens of a session, if `authorize` lets it go on; else the session ends.
 *
 * @throws {TokenRequestError} (as rejection) `invalid_grant` when `authorize` refuses.
 * @throws {TokenNotIssuedError} (as rejection) For claims that no token may carry.
 */
export async function issueTokens(
  entitlement: Entitlement,
  settings: RefreshSettings,
  sessionEnd: SessionEnd,
): Promise<IssuedTokens> {
  const { session, asked, counter, secret, nowMs } = entitlement;
  const authorization = await authorizationOf(session, settings);
  if (authorization === null) {
    await sessionEnd.end(session.id);
    throw new TokenRequestError('invalid_grant', 'refused');
  }
  const scopes = Object.freeze(narrowed(asked.scopes ?? session.scopes, authorization.scopes));
  const accessToken = await accessTokenOf(entitlement, { ...authorization, scopes }, settings);
  return Object.freeze<IssuedTokens>({
    accessToken,
    refreshToken: writeRefreshToken({ sessionId: session.id, counter }, secret, session.issuer),
    session,
    refreshTokenExpiresIn: Math.max(0, Math.floor((session.idleExpiresAtMs - nowMs) / 1_000)),
    scopes,
  });
}

async function authorizationOf(session: RefreshSession, { authorize }: RefreshSettings): Promise<Authorization | null> {
  if (authorize === undefined) return {};
  const answer = await answered(() => authorize(session));
  return answer === null ? null : readAuthorization(answer);
}

/** Nothing in it may mean more than it says: a text has scopes that were never named, and an unknown name would be all of them. */
function readAuthorization(answer: unknown): Authorization {
  if (!isObject(answer))
    throw new InvalidOptionError('authorize', 'answer { claims, scopes }, or null to end the session.');
  const own = ownOptions<Authorization>(answer, ['claims', 'scopes'], 'authorize');
  const scopes: unknown = own.scopes;
  if (scopes === undefined || (Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string'))) return own;
  throw new InvalidOptionError(
    'authorize.scopes',
    'answer a list with one scope each, or leave it out for all granted.',
  );
}

function narrowed(scopes: readonly string[], allowed: readonly string[] | undefined): string[] {
  return scopes.filter((scope) => allowed?.includes(scope) ?? true);
}

async function accessTokenOf(
  { session, asked, issuedAt }: Entitlement,
  { scopes, claims }: Authorization,
  { issuer }: RefreshSettings,
): Promise<IssuedAccessToken> {
  const request = {
    subject: session.subject,
    clientId: session.clientId,
    audience: asked.audience ?? session.audience,
    sessionId: session.id,
    issuedAt,
    ...(scopes !== undefined && { scopes }),
    ...(claims !== undefined && { claims }),
  };
  const token = await answered(() => issuer.issueAccessToken(request).catch(ownFault));
  if (token instanceof TokenNotIssuedError) throw token;
  return token;
}

/** Claims that cannot be signed are no outage: asking again does not help. */
function ownFault(error: unknown): TokenNotIssuedError {
  if (error instanceof TokenNotIssuedError) return error;
  throw error;
}
