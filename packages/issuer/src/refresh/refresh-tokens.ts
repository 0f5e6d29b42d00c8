import type { EventEmitter } from '@jwt-guard/core';

import type { IssuedAccessToken } from '../tokens/token-issuer.js';
import type { RefreshEvents } from './refresh-events.js';
import type { RefreshSession } from './refresh-token-store.js';

/** A login. */
export interface SessionRequest {
  readonly subject: string;
  /** Default: the client of the token issuer. */
  readonly clientId?: string;
  readonly scopes?: readonly string[];
  /** Default: the audience of the token issuer. */
  readonly audience?: string | readonly string[];
  /** How the user recognises the device, at most 256 characters. */
  readonly device?: string;
  /** Binds the refresh tokens to a key, by its RFC 7638 thumbprint. */
  readonly keyThumbprint?: string;
}

/** A refresh token that was presented, and what for. */
export interface RotateRequest {
  /** Who presents it. Default: the client of the token issuer. */
  readonly clientId?: string;
  /** For the new access token alone. Default: what was granted; neither none nor one twice. */
  readonly scopes?: readonly string[];
  /** For the new access token alone. Default: what was granted. */
  readonly audience?: string | readonly string[];
  /** The RFC 7638 thumbprint of the key whose possession was proven. */
  readonly keyThumbprint?: string;
}

/** What a login or a refresh answers. */
export interface IssuedTokens {
  readonly accessToken: IssuedAccessToken;
  /** Opaque, with the prefix `jgr_`. Whoever holds it is logged in: send it, store it nowhere, log it never. */
  readonly refreshToken: string;
  readonly session: RefreshSession;
  /** Whole seconds until the refresh token expires if it is not used: the age of its cookie. */
  readonly refreshTokenExpiresIn: number;
  /** What the access token may do: the session's grant, or less. */
  readonly scopes: readonly string[];
}

/**
 * Refresh tokens and the sessions that they keep alive.
 *
 * Every method rejects with core's `StoreUnavailableError` (503) when a store, the secrets or `authorize` do not answer:
 * then nobody knows whether it happened, and asking again is right; a refresh token that was taken meanwhile gets the
 * same successor within grace.
 */
export interface RefreshTokens {
  readonly issuer: string;
  /**
   * Begins a session.
   *
   * @throws {TokenNotIssuedError} (as rejection) For a subject, a client, an audience or scopes that no token may carry.
   * @throws {InvalidOptionError} (as rejection) For a wrong `device` or `keyThumbprint`.
   * @throws {TokenRequestError} (as rejection) `invalid_grant` when `authorize` refuses.
   */
  start(request: SessionRequest): Promise<IssuedTokens>;
  /**
   * Takes a refresh token, and answers its successor with a new access token. The token in question may be anything.
   *
   * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 RFC 6749 §6}
   * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 RFC 9700 §4.14.2}
   * @throws {TokenRequestError} (as rejection) `invalid_grant`, `invalid_scope`, `invalid_target`, or `invalid_client` where
   *   neither the request nor the issuer names a client.
   * @throws {TokenNotIssuedError} (as rejection) For claims of `authorize` that no token may carry.
   */
  rotate(refreshToken: unknown, request?: RotateRequest): Promise<IssuedTokens>;
  /** The session of a refresh token, if the token is ours and the session lives. Costs no rotation, and so does not tell whether the token is the current one. */
  sessionOf(refreshToken: unknown): Promise<RefreshSession | undefined>;
  /** Ends the session that a refresh token belongs to; anything else is ignored (RFC 7009 §2.2). With `clientId`, only a session of that client. */
  revoke(refreshToken: unknown, by?: { readonly clientId?: string }): Promise<void>;
  /**
   * Ends a session; its access tokens are refused from then on. What is no session's id is ignored. With `subject`, only a
   * session of that subject: say it wherever a user names the session; without it nobody asks whose it is.
   */
  revokeSession(sessionId: string, by?: { readonly subject: string }): Promise<void>;
  /** Ends all sessions of a subject, but for one: logout everywhere, password change. A login that comes in meanwhile is ended too. */
  revokeSubject(subject: string, options?: { readonly exceptSession?: string | undefined }): Promise<void>;
  /** Ends all sessions of a client. */
  revokeClient(clientId: string): Promise<void>;
  /** The sessions of a subject that live, the last used first. */
  list(subject: string): Promise<readonly RefreshSession[]>;
  /** Listens. Returns a function that removes the listener. */
  readonly on: EventEmitter<RefreshEvents>['on'];
}
