import { createSecurityEventEmitter } from '../events/security-event-emitter.js';
import type { SecurityEventEmitter } from '../events/security-event-emitter.js';
import { createExplainer } from '../explain/explainer.js';
import type { Explain } from '../explain/explainer.js';
import type { KeySourceHealth } from '../keys/key-source.js';
import type { RequestLike } from '../request/request-like.js';
import { createRevocationCheck } from '../revocation/revocation-check.js';
import type { RevocationHealth } from '../revocation/revocation-store.js';
import { createKnownHeaders } from '../token/known-headers.js';
import type { JwtClaims, TokenSource, VerifiedToken } from '../token/verified-token.js';
import { createIssuerDirectory } from './issuer-directory.js';
import { createRecentMap } from './recent-map.js';
import type { RecentMap } from './recent-map.js';
import { reportKeys } from './report-keys.js';
import { createReportedVerification } from './reported-verification.js';
import { readVerifierOptions } from './verifier-options.js';
import type { JwtVerifierOptions } from './verifier-options.js';
import { rememberAtOnce } from './verify-at-once.js';
import type { HeldVerification } from './verify-token.js';

/** Where a token came from, as far as verifying needs to know. */
export interface VerifyContext {
  /** The request that carried the token: proofs of possession are checked against it. */
  readonly request?: RequestLike;
  readonly source?: TokenSource;
}

/** Verifies tokens of one or several trusted issuers. */
export interface JwtVerifier<Claims = JwtClaims> extends Pick<SecurityEventEmitter, 'on' | 'emit'> {
  /**
   * Verifies a token: form, issuer, claims, key, signature, your schema, proof of possession, revocation, in this
   * order.
   *
   * @param token - a JWS in compact serialisation; anything else is refused as malformed
   * @throws {InvalidTokenError} When it does not verify; `reason` tells operators why.
   * @throws {KeysUnavailableError} When the keys to verify it cannot be had.
   * @throws {StoreUnavailableError} When nobody can tell whether it was revoked.
   */
  verify(token: unknown, context?: VerifyContext): Promise<VerifiedToken<Claims>>;
  /**
   * Loads all keys, and what the revocation store needs, before the first request.
   *
   * @throws {KeysUnavailableError | StoreUnavailableError} When they cannot be had.
   */
  hydrate(): Promise<void>;
  /**
   * Loads all keys anew, whatever the age of those at hand: after a key was compromised, and taken out of its set.
   *
   * @throws {KeysUnavailableError} When they cannot be had; those at hand serve on.
   */
  reload(): Promise<void>;
  /**
   * Explains what a layer above refused, to whoever gets explanations; returns at once. A verifier of your own making
   * may leave it out.
   */
  readonly explain?: Explain;
  /** How the keys of each issuer are doing, by issuer; where a function finds the issuers, of those it has found lately. */
  health(): ReadonlyMap<string, KeySourceHealth>;
  /** How the revocation store is doing; undefined without one. */
  revocationHealth(): RevocationHealth | undefined;
  /**
   * Stops all work in the background. Nothing keeps the process alive after it, and no keys are fetched any more. The
   * revocation store is closed by whoever made it: others may be asking it still.
   */
  close(): void;
}

/**
 * Creates a verifier.
 *
 * @throws {InvalidOptionError} When an option is missing, unknown or contradicts another; it names the option and the remedy.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8725 RFC 8725, JWT best current practices}
 */
export function createJwtVerifier<Claims = JwtClaims>(options: JwtVerifierOptions<Claims>): JwtVerifier<Claims> {
  const { issuers: configured, shared } = readVerifierOptions(options);
  const events = createSecurityEventEmitter();
  const issuers = createIssuerDirectory(configured, {
    ...shared,
    report: (issuer, report) => {
      reportKeys(events, issuer, report);
    },
    reportIssuers: (failure) => {
      events.emit('issuersFailed', failure);
    },
  });

  const explain = createExplainer({ events, issuers, settings: shared });
  const revocation =
    shared.revocation &&
    createRevocationCheck(shared.revocation, (unknown) => {
      events.emit('revocationUnknown', unknown);
    });

  const verifyAtOnce = createReportedVerification<Claims>({
    context: {
      issuers,
      settings: shared,
      revocation,
      headers: createKnownHeaders(),
      cache: createCache<Claims>(shared.maxCachedTokens),
    },
    events,
    explain,
  });

  const verifier: JwtVerifier<Claims> = Object.freeze({
    verify: async (token: unknown, about: VerifyContext = {}) => verifyAtOnce(token, about),
    hydrate: async () => {
      await Promise.all([revocation?.hydrate(), ...issuers.known().map(async ({ keys }) => keys.hydrate?.())]);
    },
    reload: async () => {
      await Promise.all(issuers.known().map(async ({ keys }) => keys.reload?.()));
    },
    health: () => new Map(issuers.known().map(({ issuer, keys }) => [issuer, keys.health?.() ?? alwaysFresh])),
    revocationHealth: () => revocation?.health(),
    on: events.on,
    emit: events.emit,
    explain,
    close: () => {
      issuers.close();
    },
  });
  rememberAtOnce(verifier, verifyAtOnce);
  return verifier;
}

function createCache<Claims>(maxEntries: number): RecentMap<HeldVerification<Claims>> | undefined {
  return maxEntries === 0 ? undefined : createRecentMap(maxEntries);
}

/** Keys that were given once do not age. */
const alwaysFresh: KeySourceHealth = Object.freeze({ state: 'fresh' });
