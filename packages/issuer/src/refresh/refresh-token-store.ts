/** One login on one device: the family of its refresh tokens. Its id is the `sid` of its access tokens. */
export interface RefreshSession {
  /** 128 random bits, base64url. */
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
  /** What the user granted: a refresh may ask for less, never for more. */
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** The RFC 7638 thumbprint of the key that the refresh tokens are bound to, where they are. */
  readonly keyThumbprint?: string;
  /** How the user recognises the device. */
  readonly device?: string;
  /** Times are of the store's clock, in epoch milliseconds. */
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number;
  /** Set once, by the login. */
  readonly expiresAtMs: number;
  /** Slides with every rotation, and never beyond `expiresAtMs`. */
  readonly idleExpiresAtMs: number;
}

/** A session that begins. The store adds the times. */
export interface NewSession extends Omit<
  RefreshSession,
  'createdAtMs' | 'lastUsedAtMs' | 'expiresAtMs' | 'idleExpiresAtMs'
> {
  readonly lifetimeMs: number;
  readonly idleLifetimeMs: number;
  /** The id of the secret that authenticates its first token, whose counter is 0. */
  readonly secretId: string;
}

/** A refresh token that was presented. Its MAC was verified before. */
export interface RotationRequest {
  readonly sessionId: string;
  /** The counter in the presented token. */
  readonly counter: number;
  /** Who presents it. */
  readonly clientId: string;
  readonly keyThumbprint?: string;
  /** What is asked for; absent: what was granted. */
  readonly scopes?: readonly string[];
  readonly audience?: readonly string[];
  /** How long the parent of the current token gets the current token again, counted from the rotation. */
  readonly graceMs: number;
  readonly idleLifetimeMs: number;
  /** The id of the secret that will authenticate the successor. */
  readonly secretId: string;
}

/**
 * What the store decided on a presented token. The first that applies:
 *
 * - `unknown`: there is no such session, or not any more.
 * - `revoked`: the session was revoked. `pending`: its access tokens may not be revoked yet.
 * - `expired`: absolutely, or by not being used.
 * - `reused`: counter behind the current one, and not the parent within grace from the same client with the same key. The
 *   session is revoked by this very step, and pending.
 * - `client_mismatch`: another client or another key presents the current token. Nothing changed.
 * - `scope_exceeded`, `audience_exceeded`: more was asked for than granted. Nothing changed.
 * - `rotated`: the counter is the current one, which is now one higher.
 * - `replayed`: the parent within grace: the successor that there is, again. Nothing changed.
 * - `fast_forwarded`: the counter is ahead: the store has lost a write. It is now one beyond the presented one.
 *
 * `counter` and `secretId` are those of the successor; `nowMs` is the store's clock.
 */
export type RotationVerdict =
  | {
      readonly outcome: 'rotated' | 'replayed' | 'fast_forwarded';
      readonly session: RefreshSession;
      readonly counter: number;
      readonly secretId: string;
      readonly nowMs: number;
    }
  | { readonly outcome: 'reused'; readonly session: RefreshSession }
  | { readonly outcome: 'revoked'; readonly session: RefreshSession; readonly pending: boolean }
  | { readonly outcome: 'unknown' | 'expired' | 'client_mismatch' | 'scope_exceeded' | 'audience_exceeded' };

/** Which sessions are meant: those of a subject, or those of a client. */
export type SessionOwner =
  { readonly issuer: string; readonly subject: string } | { readonly issuer: string; readonly clientId: string };

/**
 * Keeps sessions and rotates their refresh tokens. Each method is one atomic step by the store's own clock; nothing that it
 * holds can mint a token. Whatever a method rejects with means that nobody knows whether it happened: the caller answers 503.
 *
 * `rotate` must decide as `rotationVerdict` does. Records outlive revocation and idle expiry: they are kept until
 * `expiresAtMs`, so that a reuse is recognised until then.
 */
export interface RefreshTokenStore {
  /** Creates a session. Rejects when the id exists, a revoked one included. */
  start(session: NewSession): Promise<RefreshSession>;
  rotate(request: RotationRequest): Promise<RotationVerdict>;
  /** A session that lives; undefined when it is unknown, revoked or expired. */
  find(sessionId: string): Promise<RefreshSession | undefined>;
  /**
   * Revokes a session for good and flags it as pending. Idempotent. An unknown id stays revoked for a minute, so that a
   * login which is just being stored does not slip through; then undefined is answered.
   */
  revoke(sessionId: string): Promise<RefreshSession | undefined>;
  /** Takes the flag `pending` away: the access tokens of the revoked session are revoked too. */
  confirmRevocation(sessionId: string): Promise<void>;
  /** The sessions of a subject that live, the last used first. */
  list(subject: { readonly issuer: string; readonly subject: string }): Promise<readonly RefreshSession[]>;
  /** The ids of all sessions of a subject or a client, those that ended lately included. */
  sessionIds(owner: SessionOwner): AsyncIterable<string>;
}
