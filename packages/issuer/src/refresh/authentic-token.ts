import { TokenRequestError } from '../errors/token-request-error.js';
import type { Secret } from '../keys/secret-source.js';
import { answered } from './answered.js';
import { isAuthentic, parseRefreshToken } from './refresh-token.js';
import type { RefreshTokenContent } from './refresh-token.js';
import type { RefreshSettings } from './refresh-tokens-options.js';

/**
 * Reads a refresh token that is certainly ours. Only the secrets are asked, never the store: whoever guesses costs it nothing.
 *
 * @throws {TokenRequestError} (as rejection) `invalid_grant` for anything else.
 */
export async function authenticToken(token: unknown, settings: RefreshSettings): Promise<RefreshTokenContent> {
  const parsed = parseRefreshToken(token);
  if (parsed === undefined) throw new TokenRequestError('invalid_grant', 'malformed');
  const secret = await secretOf(parsed.secretId, settings);
  if (!isAuthentic(parsed, secret, settings.issuer.issuer)) throw new TokenRequestError('invalid_grant', 'forged');
  return parsed;
}

/**
 * The secret with this id.
 *
 * @throws {TokenRequestError} (as rejection) `invalid_grant` when it does not verify any more.
 */
export async function secretOf(id: string, { secrets }: RefreshSettings): Promise<Secret> {
  const secret = await answered(() => secrets.find(id));
  if (secret === undefined) throw new TokenRequestError('invalid_grant', 'secret_gone');
  return secret;
}
