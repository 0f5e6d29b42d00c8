/** Injects the `RefreshTokens` that `JwtIssuerModule` was given: to begin, list and end sessions. */
export const JWT_ISSUER_SESSIONS: unique symbol = Symbol.for('jwt-guard:issuer-sessions') as never;

/** Injects the options that `JwtIssuerModule` was given. */
export const JWT_ISSUER_OPTIONS: unique symbol = Symbol.for('jwt-guard:issuer-options') as never;

/** The handler of all routes; within the module only. */
export const JWT_ISSUER_ROUTES: unique symbol = Symbol.for('jwt-guard:issuer-routes') as never;
