import { InvalidOptionError, ownOptions } from '@jwt-guard/core';

import { TokenRequestError } from '../errors/token-request-error.js';
import type { TokenRequestErrorCode, TokenRequestReason } from '../errors/token-request-error.js';
import { TokenNotIssuedError } from '../errors/token-not-issued-error.js';
import { identifier } from '../tokens/identifier.js';
import { scopeClaim } from '../tokens/scope-claim.js';
import type { TokenIssuer } from '../tokens/token-issuer.js';
import type { NewSession, RotationRequest } from './refresh-token-store.js';
import type { RotateRequest, SessionRequest } from './refresh-tokens.js';

/** Who logs in, for what, and where. */
export type Login = Pick<
  NewSession,
  'issuer' | 'subject' | 'clientId' | 'scopes' | 'audience' | 'device' | 'keyThumbprint'
>;

/** Who refreshes, and what for. */
export type Refresh = Pick<RotationRequest, 'clientId' | 'scopes' | 'audience' | 'keyThumbprint'>;

const maxDeviceLength = 256;
const unsafeCharacters = /[\p{Cc}\p{Cs}]/u;
const thumbprintPattern = /^[A-Za-z0-9_-]{43}$/;

/**
 * Reads a login: checked now, because a session whose tokens cannot be signed must not begin.
 *
 * @throws {TokenNotIssuedError} For what no token may carry.
 * @throws {InvalidOptionError} For a wrong `device` or `keyThumbprint`.
 */
export function readSessionRequest(request: SessionRequest, issuer: TokenIssuer): Login {
  const {
    subject,
    clientId = issuer.clientId,
    scopes = [],
    audience = issuer.audience,
    device,
    keyThumbprint,
  } = ownOptions(request, ['subject', 'clientId', 'scopes', 'audience', 'device', 'keyThumbprint']);
  scopeClaim(scopes);
  return {
    issuer: issuer.issuer,
    subject: identifier(subject, 'sub'),
    clientId: identifier(clientId, 'client_id'),
    scopes: [...new Set(scopes)],
    audience: audienceList(audience),
    ...(device !== undefined && { device: deviceName(device) }),
    ...(keyThumbprint !== undefined && { keyThumbprint: thumbprint(keyThumbprint) }),
  };
}

/**
 * Reads what a client asks for with its refresh token.
 *
 * @throws {TokenRequestError} For what no grant can hold. No scope at all, and one twice, are malformed too: RFC 6749 §3.3
 *   has no spelling for the first, and nobody means the second.
 */
export function readRotateRequest(request: RotateRequest, issuer: TokenIssuer): Refresh {
  const {
    clientId = issuer.clientId,
    scopes,
    audience,
    keyThumbprint,
  } = ownOptions(request, ['clientId', 'scopes', 'audience', 'keyThumbprint']);
  return {
    clientId: refusing('invalid_client', 'client_missing', () => identifier(clientId, 'client_id')),
    ...(scopes !== undefined && {
      scopes: refusing('invalid_scope', 'scope_malformed', () => distinctScopes(scopes)),
    }),
    ...(audience !== undefined && {
      audience: refusing('invalid_target', 'audience_malformed', () => audienceList(audience)),
    }),
    ...(keyThumbprint !== undefined && { keyThumbprint: thumbprint(keyThumbprint) }),
  };
}

function refusing<T>(code: TokenRequestErrorCode, reason: TokenRequestReason, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof TokenNotIssuedError ? new TokenRequestError(code, reason) : error;
  }
}

function distinctScopes(scopes: readonly string[]): readonly string[] {
  scopeClaim(scopes);
  if (scopes.length === 0 || new Set(scopes).size < scopes.length)
    throw new TokenNotIssuedError('scope_malformed', { claim: 'scope', remedy: 'name each scope once.' });
  return [...scopes];
}

function audienceList(audience: string | readonly string[]): readonly string[] {
  const list = Array.from(typeof audience === 'string' ? [audience] : audience, (one) => identifier(one, 'aud'));
  if (list.length === 0)
    throw new TokenNotIssuedError('claim_missing', { claim: 'aud', remedy: 'name at least one audience.' });
  return [...new Set(list)];
}

function deviceName(device: unknown): string {
  if (typeof device === 'string' && device.length <= maxDeviceLength && !unsafeCharacters.test(device)) return device;
  throw new InvalidOptionError(
    'device',
    `pass at most ${maxDeviceLength} characters, none of them a control character.`,
  );
}

function thumbprint(value: unknown): string {
  if (typeof value === 'string' && thumbprintPattern.test(value)) return value;
  throw new InvalidOptionError('keyThumbprint', 'pass a SHA-256 thumbprint by RFC 7638, base64url.');
}
