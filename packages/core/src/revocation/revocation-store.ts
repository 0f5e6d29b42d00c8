/**
 * What a store says of a token. `unknown`: it cannot tell now, because it is not ready, lags behind, or does not reach
 * its data; the verifier's policy decides then.
 */
export type RevocationVerdict = 'ok' | 'revoked' | 'unknown';

/** By what something is revoked: by `jti`, `sid`, `sub`, client, or issuer. */
export type RevocationLevel = 'token' | 'session' | 'subject' | 'client' | 'issuer';

/** What a verified token says of itself, as far as something can be revoked by it. Absent members revoke nothing. */
export interface RevocableToken {
  /** The `iss` claim. All other members mean something only together with it. */
  readonly issuer: string;
  /** The `jti` claim. */
  readonly jti?: string;
  /** The `sid` claim. */
  readonly sessionId?: string;
  /** The `sub` claim. */
  readonly subject?: string;
  /** The `client_id` claim, else `azp`. */
  readonly clientId?: string;
  /** The `iat` claim, epoch seconds. */
  readonly issuedAt?: number;
}

/**
 * Answers whether a token was revoked. Asked on every request, after the signature held.
 *
 * A token is revoked when its (issuer, jti) or its (issuer, session) was, whenever it was issued; or when it was issued at
 * or before the second of a watermark on its subject, its client or its issuer. The strictest level wins. Where a
 * watermark stands, a token without `iat` is revoked.
 */
export interface RevocationStore {
  /**
   * The longest lifetime of a token that the store revokes reliably, in seconds: its entries live that long. The verifier
   * accepts no token that lives longer.
   */
  readonly maxLifetimeSeconds: number;
  /** Answers at once where no network is needed. Must settle; what it throws counts as `unknown`. */
  check(token: RevocableToken): RevocationVerdict | Promise<RevocationVerdict>;
  /** Answers from the source of truth, over the network where there is one: for the policy `lookup`. */
  lookup?(token: RevocableToken): Promise<RevocationVerdict>;
  /** Loads what `check` needs. */
  hydrate?(): Promise<void>;
  /** How the store is doing. */
  health?(): RevocationHealth;
  /** Stops all work in the background. */
  close?(): void;
}

/** How a store is doing. */
export interface RevocationHealth {
  /** `starting`: no snapshot yet · `fresh` · `stale`: over its lag budget · `partial`: over its memory bound, and looking up what it cannot hold. */
  readonly state: 'starting' | 'fresh' | 'stale' | 'partial';
  /** Seconds since the source was last heard, where the store is a copy. */
  readonly lagSeconds?: number;
  /** Entries held in memory. */
  readonly entries?: number;
}

/**
 * Revokes. Every call resolves when the revocation is stored, and rejects with `StoreUnavailableError` when that is not
 * certain: call it again then, all of them are idempotent. `InvalidOptionError` names a wrong argument.
 */
export interface RevocationWriter {
  /** Revokes one token. Without `expiresAt` (epoch seconds, its `exp`) the entry lives for the longest lifetime. */
  revokeToken(token: { readonly issuer: string; readonly jti: string; readonly expiresAt?: number }): Promise<void>;
  /** Revokes all tokens of a session, those too that are being issued. */
  revokeSession(session: { readonly issuer: string; readonly sessionId: string }): Promise<void>;
  /** Revokes all tokens that a subject has now, but for those of one session: logout everywhere, password change. */
  revokeSubject(subject: {
    readonly issuer: string;
    readonly subject: string;
    readonly exceptSession?: string | undefined;
  }): Promise<void>;
  /** Revokes all tokens that a client has now. */
  revokeClient(client: { readonly issuer: string; readonly clientId: string }): Promise<void>;
  /** Revokes all tokens that an issuer has issued until now. */
  revokeIssuer(issuer: { readonly issuer: string }): Promise<void>;
  /**
   * The latest watermark that meets a token of this issuer, session, subject and client, in whole epoch seconds; undefined
   * for none. A token is beyond it with an `iat` of at least one more.
   */
  watermark(token: Omit<RevocableToken, 'jti' | 'issuedAt'>): Promise<number | undefined>;
}
