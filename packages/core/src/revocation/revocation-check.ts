import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { isJwtGuardError } from '../errors/jwt-guard-error.js';
import type { JwtGuardError } from '../errors/jwt-guard-error.js';
import { StoreUnavailableError } from '../errors/store-unavailable-error.js';
import type { VerifiedToken } from '../token/verified-token.js';
import { isPromise, withinTime } from '../ports/within-time.js';
import type { RevocationSettings, UnknownPolicy } from './revocation-options.js';
import type { RevocableToken, RevocationHealth, RevocationLevel, RevocationStore } from './revocation-store.js';

/** Holds verified tokens against a store, and decides where the store cannot tell. */
export interface RevocationCheck {
  /**
   * @param issuedAt - the `iat` claim
   * @returns undefined when the token stands; a promise of it only where the store answers by one
   * @throws {InvalidTokenError} `revoked`.
   * @throws {StoreUnavailableError} When the store cannot tell, and the policy does not accept that.
   */
  requireUnrevoked(verified: VerifiedToken<unknown>, issuedAt: number | undefined): Promise<void> | undefined;
  /** @throws {StoreUnavailableError} When the store cannot load what it needs. */
  hydrate(): Promise<void>;
  health(): RevocationHealth;
}

/** Told each time that the store cannot tell. */
export type UnknownListener = (unknown: {
  readonly issuer: string;
  readonly policy: UnknownPolicy;
  readonly error?: unknown;
}) => void;

const storeTimeoutMs = 5_000;

/** What a store says, read with distrust: a verdict, or why there is none. */
type Answer = 'ok' | 'revoked' | { readonly error?: unknown };

/**
 * Makes the check of one verifier.
 *
 * @param timeout - milliseconds that a promise of the store may take; 5 s
 */
export function createRevocationCheck(
  { store, levels, whenUnknown }: RevocationSettings,
  onUnknown: UnknownListener,
  timeout: number = storeTimeoutMs,
): RevocationCheck {
  // The policy `lookup` was refused to a store that has none.
  const source = store as Required<Pick<RevocationStore, 'lookup'>>;

  function decide(answer: Answer, token: RevocableToken): Promise<void> | undefined {
    if (answer === 'ok') return undefined;
    if (answer === 'revoked') throw new InvalidTokenError('revoked');
    onUnknown(Object.freeze({ issuer: token.issuer, policy: whenUnknown, ...answer }));
    if (whenUnknown === 'allow') return undefined;
    if (whenUnknown === 'lookup') return lookUp(token);
    throw unavailable(answer.error);
  }

  async function lookUp(token: RevocableToken): Promise<void> {
    const answer = await ask(() => source.lookup(token), timeout);
    if (answer === 'ok') return;
    throw answer === 'revoked' ? new InvalidTokenError('revoked') : unavailable(answer.error);
  }

  return Object.freeze<RevocationCheck>({
    requireUnrevoked: (verified, issuedAt) => {
      const token = { ...revocableBy(levels, verified), ...(issuedAt !== undefined && { issuedAt }) };
      const answer = ask(() => store.check(token), timeout);
      return isPromise(answer) ? answer.then((settled) => decide(settled, token)) : decide(answer, token);
    },
    hydrate: async () => {
      try {
        await store.hydrate?.();
      } catch (error) {
        throw unavailable(error);
      }
    },
    health: () => store.health?.() ?? { state: 'fresh' },
  });
}

function ask(question: () => unknown, timeout: number): Answer | Promise<Answer> {
  try {
    const answer = question();
    if (!isPromise(answer)) return readVerdict(answer);
    return withinTime(answer, timeout, 'revocation store').then(readVerdict, (error: unknown) => ({ error }));
  } catch (error) {
    return { error };
  }
}

function readVerdict(verdict: unknown): Answer {
  if (verdict === 'ok' || verdict === 'revoked') return verdict;
  if (verdict === 'unknown') return {};
  return { error: new TypeError('the revocation store answered something other than a verdict') };
}

/** Only what the configured levels need: a store that keeps more can revoke by nothing else. A subject's revocation may spare a session. */
function revocableBy(
  levels: ReadonlySet<RevocationLevel>,
  { issuer, jti, sessionId, subject, clientId }: VerifiedToken<unknown>,
): RevocableToken {
  const sessionCounts = levels.has('session') || levels.has('subject');
  return {
    issuer,
    ...(jti !== undefined && levels.has('token') && { jti }),
    ...(sessionId !== undefined && sessionCounts && { sessionId }),
    ...(subject !== undefined && levels.has('subject') && { subject }),
    ...(clientId !== undefined && levels.has('client') && { clientId }),
  };
}

/** A store that knows when to ask again has said so by an error of its own. */
function unavailable(cause: unknown): JwtGuardError {
  return isJwtGuardError(cause) && cause.code === 'store_unavailable' ? cause : new StoreUnavailableError({ cause });
}
