import { InvalidOptionError, isJwtGuardError, isObject } from '@jwt-guard/core';
import type { JwtVerifier, RevocationWriter, VerifiedToken } from '@jwt-guard/core';

import { TokenRequestError } from '../errors/token-request-error.js';
import type { RefreshTokens } from '../refresh/refresh-tokens.js';
import { clientOf } from './client-authentication.js';
import type { AuthenticateClient } from './client-authentication.js';
import { createEndpoint } from './endpoint.js';
import { readEndpointOptions } from './endpoint-options.js';
import { readForm } from './form-request.js';
import type { RequestHandler } from './request-handler.js';

/** What {@link createRevocationEndpoint} takes. */
export interface RevocationEndpointOptions {
  readonly sessions: RefreshTokens;
  /** Needed as soon as a client has a secret. Without it all clients are public, and known by `client_id` alone. */
  readonly authenticateClient?: AuthenticateClient;
  /**
   * Verifies our own access tokens, so that they can be revoked too, best for every audience (`audience: null`). Together
   * with `revocation`.
   */
  readonly verifier?: JwtVerifier<unknown>;
  /** Where access tokens are revoked. Together with `verifier`. */
  readonly revocation?: RevocationWriter;
}

/**
 * The revocation endpoint: a refresh token ends its session, an access token is refused from then on. Whatever else is
 * sent, garbage, what has expired or is another client's, is answered by 200 too, and has no effect. A client gives its name.
 *
 * @throws {InvalidOptionError} When an option is wrong.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7009#section-2 RFC 7009 §2}
 */
export function createRevocationEndpoint(options: RevocationEndpointOptions): RequestHandler {
  const { sessions, authenticateClient, ...own } = readEndpointOptions(options, optionNames);
  const revokeAccessToken = accessTokenRevocation(own);

  return createEndpoint('revocation', {
    answer: async (request) => {
      const form = await readForm(request);
      const clientId = await clientOf(request, form, authenticateClient);
      if (clientId === undefined) throw new TokenRequestError('invalid_client', 'client_missing');
      const token = form.require('token');
      // The hint is no promise (RFC 7009 §2.1), and the two kinds cannot be mistaken for each other.
      if (token.split('.').length === 3) await revokeAccessToken(token, { clientId, issuer: sessions.issuer });
      else await sessions.revoke(token, { clientId });
      return { status: 200 };
    },
  });
}

const optionNames = ['sessions', 'authenticateClient', 'verifier', 'revocation'] as const;

/** Whose tokens may be revoked. */
interface Owner {
  readonly clientId: string;
  readonly issuer: string;
}

type RevokeAccessToken = (token: string, owner: Owner) => Promise<void>;

function accessTokenRevocation({
  verifier,
  revocation,
}: Pick<RevocationEndpointOptions, 'verifier' | 'revocation'>): RevokeAccessToken {
  if (verifier === undefined && revocation === undefined) return () => Promise.resolve();
  if (!isObject(verifier) || typeof verifier.verify !== 'function')
    throw new InvalidOptionError('verifier', 'pass what createJwtVerifier() made; `revocation` needs it.');
  if (!isObject(revocation) || typeof revocation.revokeToken !== 'function')
    throw new InvalidOptionError('revocation', 'pass a RevocationWriter; `verifier` needs it.');

  return async (token, { clientId, issuer }) => {
    const verified = await verifier.verify(token).catch(ignoreRefusal);
    if (verified?.clientId !== clientId || verified.issuer !== issuer) return;
    const jti = jtiOf(verified);
    if (jti !== undefined) await revocation.revokeToken({ issuer, jti, expiresAt: verified.expiresAt });
  };
}

/** What does not verify needs no revocation; what could not be verified does. */
function ignoreRefusal(error: unknown): undefined {
  if (isJwtGuardError(error) && error.status === 401) return undefined;
  throw error;
}

/** From the token itself: a schema may have changed the claims. */
function jtiOf({ token }: VerifiedToken<unknown>): string | undefined {
  const [, payload = ''] = token.split('.');
  const { jti } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { readonly jti?: unknown };
  return typeof jti === 'string' ? jti : undefined;
}
