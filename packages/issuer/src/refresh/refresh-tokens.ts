import type { IssuedAccessToken } from '../tokens/token-issuer.js';
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
  readonly scopes?: readonly string[];
  readonly audience?: string | readonly string[];
  readonly keyThumbprint?: string;
}

/** What a login or a refresh answers. */
export interface IssuedTokens {
  readonly accessToken: IssuedAccessToken;
  /** Opaque, with the prefix `jgr_`. Whoever holds it is logged in. */
  readonly refreshToken: string;
  readonly session: RefreshSession;
  /** Whole seconds until the refresh token expires if it is not used: the age of its cookie. */
  readonly refreshTokenExpiresIn: number;
  /** What the access token may do, where that is less than the session's grant. */
  readonly scopes: readonly string[];
}

/** Refresh tokens and the sessions that they keep alive. */
export interface RefreshTokens {
  readonly issuer: string;
  /** Begins a session. */
  start(request: SessionRequest): Promise<IssuedTokens>;
  /** Takes a refresh token, and answers its successor with a new access token. */
  rotate(refreshToken: unknown, request?: RotateRequest): Promise<IssuedTokens>;
  /** The session of a refresh token, if the token is ours and the session lives. Costs no rotation. */
  sessionOf(refreshToken: unknown): Promise<RefreshSession | undefined>;
  /** Ends the session that a refresh token belongs to; anything else is ignored (RFC 7009 §2.2). With `clientId`, only a session of that client. */
  revoke(refreshToken: unknown, by?: { readonly clientId?: string }): Promise<void>;
  /** Ends a session; its access tokens are refused from then on. */
  revokeSession(sessionId: string): Promise<void>;
  /** Ends all sessions of a subject, but for one: logout everywhere, password change. */
  revokeSubject(subject: string, options?: { readonly exceptSession?: string }): Promise<void>;
  /** Ends all sessions of a client. */
  revokeClient(clientId: string): Promise<void>;
  /** The sessions of a subject that live, the last used first. */
  list(subject: string): Promise<readonly RefreshSession[]>;
  /** Listens. Returns a function that removes the listener. */
  readonly on: unknown;
}
