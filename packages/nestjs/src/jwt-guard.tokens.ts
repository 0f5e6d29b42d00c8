/** Injects the `JwtVerifier` behind the guard: to hydrate it, to listen to its events, or to override it in tests. */
export const JWT_VERIFIER: unique symbol = Symbol.for('jwt-guard:verifier') as never;

/** Injects the options that `JwtGuardModule` was given. */
export const JWT_GUARD_OPTIONS: unique symbol = Symbol.for('jwt-guard:options') as never;
