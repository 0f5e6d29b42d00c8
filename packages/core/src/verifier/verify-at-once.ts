import type { VerifiedToken } from '../token/verified-token.js';
import type { JwtVerifier, VerifyContext } from './jwt-verifier.js';

/** What is at hand, or a promise of it where it has to be waited for. */
export type MaybePromise<T> = T | Promise<T>;

/** Verifies a token, at once where nothing has to be waited for. */
export type VerifyAtOnce<Claims> = (token: unknown, context: VerifyContext) => MaybePromise<VerifiedToken<Claims>>;

/**
 * Known by the very object alone: who wraps a verifier, or copies its members and replaces `verify`, has made another one, whose
 * `verify` is what counts.
 */
const known = new WeakMap<object, VerifyAtOnce<never>>();

/** Keeps what a verifier of ours can do beside `verify`. */
export function rememberAtOnce<Claims>(verifier: JwtVerifier<Claims>, atOnce: VerifyAtOnce<Claims>): void {
  known.set(verifier, atOnce as VerifyAtOnce<never>);
}

/**
 * Verifies a token as `verify` does, and answers or throws at once where nothing has to be waited for. A verifier that is
 * none of ours answers by its `verify`.
 */
export function verifyAtOnce<Claims>(
  verifier: JwtVerifier<Claims>,
  token: unknown,
  context: VerifyContext,
): MaybePromise<VerifiedToken<Claims>> {
  const atOnce = known.get(verifier) as VerifyAtOnce<Claims> | undefined;
  return atOnce === undefined ? Promise.resolve(verifier.verify(token, context)) : atOnce(token, context);
}
