import { applyClaimsPolicy } from '../claims/claims-policy.js';
import { issuerClaim } from '../claims/registered-claims.js';
import { validateClaims } from '../claims/standard-schema.js';
import type { StandardSchema } from '../claims/standard-schema.js';
import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { isJwtGuardError } from '../errors/jwt-guard-error.js';
import { escapeForLog } from '../events/escape-for-log.js';
import type { VerifiedEvent } from '../events/events.js';
import { createSecurityEventEmitter } from '../events/security-event-emitter.js';
import type { SecurityEventEmitter } from '../events/security-event-emitter.js';
import type { KeySourceHealth } from '../keys/key-source.js';
import type { KeyFetchReport } from '../keys/remote-jwks.js';
import { requireNoBinding } from '../proof/proof-of-possession.js';
import type { RequestLike } from '../request/request-like.js';
import { requireSignature } from '../signature/require-signature.js';
import { parseCompactJws } from '../token/compact-jws.js';
import type { CompactJws } from '../token/compact-jws.js';
import type { JwtClaims, TokenSource, VerifiedToken } from '../token/verified-token.js';
import { rejectedEvent } from './rejected-event.js';
import type { Journey } from './rejected-event.js';
import { toVerifiedToken } from './to-verified-token.js';
import { createTrustedIssuers } from './trusted-issuer.js';
import type { TrustedIssuer } from './trusted-issuer.js';
import { readVerifierOptions } from './verifier-options.js';
import type { JwtVerifierOptions } from './verifier-options.js';

/** Where a token came from, as far as verifying needs to know. */
export interface VerifyContext {
  /** The request that carried the token: proofs of possession are checked against it. */
  readonly request?: RequestLike;
  readonly source?: TokenSource;
}

/** Verifies tokens of one or several trusted issuers. */
export interface JwtVerifier<Claims = JwtClaims> extends Pick<SecurityEventEmitter, 'on' | 'emit'> {
  /**
   * Verifies a token: form, issuer, claims, key, signature, your schema, proof of possession, in this order.
   *
   * @param token - a JWS in compact serialisation; anything else is refused as malformed
   * @throws {InvalidTokenError} When it does not verify; `reason` tells operators why.
   * @throws {KeysUnavailableError} When the keys to verify it cannot be had.
   */
  verify(token: unknown, context?: VerifyContext): Promise<VerifiedToken<Claims>>;
  /**
   * Loads all keys before the first request.
   *
   * @throws {KeysUnavailableError} When they cannot be had.
   */
  hydrate(): Promise<void>;
  /** How the keys of each issuer are doing, by issuer. */
  health(): ReadonlyMap<string, KeySourceHealth>;
  /** Stops all work in the background. Nothing keeps the process alive after it, and no keys are fetched any more. */
  close(): void;
}

/**
 * Creates a verifier.
 *
 * @throws {InvalidOptionError} When an option is missing, unknown or contradicts another; it names the option and the remedy.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8725 RFC 8725, JWT best current practices}
 */
export function createJwtVerifier(options: JwtVerifierOptions & { readonly claims?: never }): JwtVerifier;
export function createJwtVerifier<Claims>(
  options: JwtVerifierOptions<Claims> & { readonly claims: StandardSchema<Claims> },
): JwtVerifier<Claims>;
export function createJwtVerifier<Claims>(options: JwtVerifierOptions<Claims>): JwtVerifier<Claims>;
export function createJwtVerifier<Claims>(options: JwtVerifierOptions<Claims>): JwtVerifier<Claims> {
  const { issuers: listed, shared } = readVerifierOptions(options);
  const { clock, maxTokenSize, schema } = shared;
  const events = createSecurityEventEmitter();
  const issuers = createTrustedIssuers(listed, {
    ...shared,
    report: (issuer, report) => {
      reportFetch(events, issuer, report);
    },
  });

  async function verify(token: unknown, { source }: VerifyContext = {}): Promise<VerifiedToken<Claims>> {
    const journey: Journey = { source, signatureVerified: false };
    try {
      return await travel(token, journey);
    } catch (error) {
      if (isJwtGuardError(error)) events.emit('rejected', rejectedEvent(error, journey));
      throw error;
    }
  }

  async function travel(token: unknown, journey: Journey): Promise<VerifiedToken<Claims>> {
    const jws = parseCompactJws(token, maxTokenSize);
    journey.header = jws.header;
    const issuer = trustedIssuer(jws, issuers);
    journey.issuer = issuer.issuer;
    const registered = applyClaimsPolicy(jws, issuer.policy, clock() / 1_000);
    await requireSignature(jws, issuer.keys);
    journey.signatureVerified = true;
    const claims = schema === undefined ? (jws.claims as Claims) : await validateClaims(jws.claims, schema);
    requireNoBinding(jws.claims);
    const verified = toVerifiedToken({
      token: token as string,
      jws,
      registered,
      claims,
      issuer,
      source: journey.source,
    });
    if (events.hears('verified')) events.emit('verified', verifiedEvent(verified));
    return verified;
  }

  return Object.freeze({
    verify,
    hydrate: async () => {
      await Promise.all([...issuers.values()].map(({ keys }) => keys.hydrate?.()));
    },
    health: () => new Map([...issuers].map(([issuer, { keys }]) => [issuer, keys.health?.() ?? alwaysFresh])),
    on: events.on,
    emit: events.emit,
    close: () => {
      for (const { keys } of issuers.values()) keys.close?.();
    },
  });
}

/** Keys that were given once do not age. */
const alwaysFresh: KeySourceHealth = Object.freeze({ state: 'fresh' });

/** The issuer that the token names, if it is one of ours and signs with this algorithm (RFC 8725 §3.1, §3.8). Costs no network. */
function trustedIssuer({ header, claims }: CompactJws, issuers: ReadonlyMap<string, TrustedIssuer>): TrustedIssuer {
  const issuer = issuers.get(issuerClaim(claims));
  if (issuer === undefined) throw new InvalidTokenError('issuer_not_trusted', { claim: 'iss' });
  if (!issuer.algorithms.has(header.alg)) throw new InvalidTokenError('algorithm_not_allowed', { claim: 'alg' });
  return issuer;
}

function verifiedEvent({ issuer, header, source }: VerifiedToken<unknown>): VerifiedEvent {
  return {
    issuer,
    algorithm: header.alg,
    ...(header.kid !== undefined && { kid: escapeForLog(header.kid) }),
    ...(source !== undefined && { source }),
  };
}

function reportFetch(events: SecurityEventEmitter, issuer: string, report: KeyFetchReport): void {
  if (report.outcome === 'fetched') {
    events.emit('keysFetched', { issuer, kids: report.kids, unusable: report.unusable });
  } else {
    const { error, retryAfterSeconds, staleKeysUsed } = report;
    events.emit('keysFailed', { issuer, error, retryAfterSeconds, staleKeysUsed });
  }
}
