/** The session that something happened to. Never a token. */
export interface RefreshEvent {
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
  /** Also the `sid` of its access tokens. */
  readonly sessionId: string;
}

/** What {@link RefreshTokens} tells its operators, by event name; each is also on the channel `jwt-guard:<name>`. */
export interface RefreshEvents {
  /** Somebody logged in. */
  readonly sessionStarted: RefreshEvent;
  /** A refresh token was taken, and has a successor. */
  readonly rotated: RefreshEvent;
  /** A refresh token came once more within grace, and got the same successor: two tabs, or a lost reply. */
  readonly replayedInGrace: RefreshEvent;
  /** A refresh token was used again: it was stolen, or its client is broken. The session is revoked. */
  readonly reuseDetected: RefreshEvent;
  /** The store has forgotten a rotation, by a failover or a restored backup. The token was taken nevertheless. */
  readonly lostWrite: RefreshEvent;
  /** A session was ended before its time, and its access tokens with it. Told again when it is revoked again. */
  readonly sessionRevoked: RefreshEvent;
}
