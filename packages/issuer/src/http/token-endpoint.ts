import { TokenRequestError } from '../errors/token-request-error.js';
import type { IssuedTokens, RefreshTokens } from '../refresh/refresh-tokens.js';
import type { Answer } from './answer.js';
import { clientOf } from './client-authentication.js';
import type { AuthenticateClient } from './client-authentication.js';
import { createEndpoint } from './endpoint.js';
import { readEndpointOptions } from './endpoint-options.js';
import { readForm } from './form-request.js';
import type { Form } from './form-request.js';
import type { RequestHandler } from './request-handler.js';

/** What {@link createTokenEndpoint} takes. */
export interface TokenEndpointOptions {
  readonly sessions: RefreshTokens;
  /** Needed as soon as a client has a secret. Without it all clients are public, and known by `client_id` alone. */
  readonly authenticateClient?: AuthenticateClient;
}

/**
 * The token endpoint, for the grant `refresh_token`: takes a refresh token, answers an access token and the next refresh
 * token. `scope` and `resource` ask for less than was granted. Without `client_id` the client is the token issuer's own.
 *
 * Nothing is read from the URL, no parameter may come twice but `resource`, and the body is a form of at most 16 KiB.
 *
 * @throws {InvalidOptionError} When an option is wrong.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
 * @see {@link https://www.rfc-editor.org/rfc/rfc8707#section-2.2 RFC 8707 §2.2}
 */
export function createTokenEndpoint(options: TokenEndpointOptions): RequestHandler {
  const { sessions, authenticateClient } = readEndpointOptions(options, ['sessions', 'authenticateClient']);

  return createEndpoint('token', {
    answer: async (request) => {
      const form = await readForm(request, ['resource']);
      const clientId = await clientOf(request, form, authenticateClient);
      if (form.require('grant_type') !== 'refresh_token')
        throw new TokenRequestError('unsupported_grant_type', 'grant_type');
      const tokens = await sessions.rotate(form.require('refresh_token'), {
        ...(clientId !== undefined && { clientId }),
        ...requestedGrant(form),
      });
      return tokenAnswer(tokens);
    },
  });
}

function requestedGrant(form: Form): { scopes?: readonly string[]; audience?: readonly string[] } {
  const [scope, resources] = [form.get('scope'), form.all('resource')];
  return {
    ...(scope !== undefined && { scopes: scope.split(' ') }),
    ...(resources.length > 0 && { audience: resources }),
  };
}

function tokenAnswer({ accessToken, refreshToken, scopes }: IssuedTokens): Answer {
  return {
    status: 200,
    body: {
      access_token: accessToken.token,
      token_type: 'Bearer',
      expires_in: accessToken.expiresIn,
      refresh_token: refreshToken,
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    },
  };
}
