import { isJwtGuardError } from '../errors/jwt-guard-error.js';
import type { JwtGuardError } from '../errors/jwt-guard-error.js';
import { MissingTokenError } from '../errors/missing-token-error.js';
import type { Rejection } from '../explain/rejection.js';
import { whenKnown } from '../ports/when-known.js';
import { unmetRequirement } from '../requirements/requirement.js';
import type { Requirement } from '../requirements/requirement.js';
import { ownClaim } from '../token/own-claim.js';
import { grantsOf } from '../token/verified-token.js';
import type { JwtClaims, VerifiedToken } from '../token/verified-token.js';
import type { JwtVerifier } from '../verifier/jwt-verifier.js';
import { rejectedEvent } from '../verifier/rejected-event.js';
import type { Journey } from '../verifier/rejected-event.js';
import { verifyAtOnce } from '../verifier/verify-at-once.js';
import type { MaybePromise } from '../verifier/verify-at-once.js';
import { extractCredential } from './extract-credential.js';
import type { Credential } from './extract-credential.js';
import { readRequestGuardOptions } from './request-guard-options.js';
import type { Credentials, RequestGuardOptions } from './request-guard-options.js';
import { headerValues } from './request-like.js';
import type { RequestLike } from './request-like.js';

/** What one route demands. */
export interface RouteDemands {
  /** Default: what the guard was created with. With requirements, a credential is always required. */
  readonly credentials?: Credentials | undefined;
  readonly requirements?: readonly Requirement[];
}

/** Guards requests: from a request to a verified token, or a refusal that knows its answer. Adapters translate to and from it. */
export interface RequestGuard<Claims = JwtClaims> {
  /** There to hydrate, to listen to and to close. */
  readonly verifier: JwtVerifier<Claims>;
  /**
   * Takes the credential of a request, verifies it, and holds it against the demands of the route.
   *
   * @returns the verified token; undefined only where credentials are optional and none was sent
   * @throws {JwtGuardError} A refusal; `challengeResponse(error)` is its answer.
   */
  authenticate(request: RequestLike, demands?: RouteDemands): Promise<VerifiedToken<Claims> | undefined>;
  /**
   * The same for adapters that call back: it answers, or throws, at once where nothing has to be waited for.
   *
   * @throws {JwtGuardError} As `authenticate` rejects, or a promise of it.
   */
  authenticateAtOnce(request: RequestLike, demands?: RouteDemands): MaybePromise<VerifiedToken<Claims> | undefined>;
  /**
   * Holds a token that was verified before against further demands.
   *
   * @throws {MissingTokenError} When there is no token.
   * @throws {InsufficientScopeError | InvalidTokenError} When it does not satisfy them.
   */
  authorize(token: VerifiedToken<unknown> | undefined, requirements: readonly Requirement[]): void;
}

const preflightHint =
  'A CORS preflight reached the guard: answer it before, by cors() above jwtGuard() or enableCors() in Nest.';

/**
 * Creates a guard for requests: extraction, the cross-site check for cookies, verification, requirements, in this order.
 *
 * @throws {InvalidOptionError} When an option is missing, unknown or contradicts another; it names the option and the remedy.
 */
export function createRequestGuard<Claims = JwtClaims>(options: RequestGuardOptions<Claims>): RequestGuard<Claims> {
  const { verifier, extractors, csrf, realm, ...defaults } = readRequestGuardOptions(options);
  const verify = verificationIn(realm, verifier);

  function takeCredential(request: RequestLike, credentials: Credentials): Credential | undefined {
    const credential = extractCredential(request, extractors);
    if (credential === undefined && credentials === 'required') throw new MissingTokenError();
    if (credential?.source === 'cookie') csrf?.checkOrigin(request);
    return credential;
  }

  function checkCsrfToken(request: RequestLike, token: VerifiedToken<unknown>): void {
    attempt(
      () => csrf?.tokens?.check(request, ownClaim(grantsOf(token).rawClaims, 'sid')),
      (refusal) => refuse(refusal, { journey: journeyOf(token), verified: token, request }),
    );
  }

  function authorize(token: VerifiedToken<unknown> | undefined, requirements: readonly Requirement[]): void {
    const refusal = token === undefined ? new MissingTokenError() : unmetRequirement(token, requirements);
    if (refusal !== undefined)
      throw refuse(refusal, { journey: token === undefined ? unverified : journeyOf(token), verified: token });
  }

  /** Tells the operators, and makes the refusal name this guard's realm. */
  function refuse(error: JwtGuardError, known: Omit<Rejection, 'error' | 'origins'>): JwtGuardError {
    verifier.emit('rejected', rejectedEvent(error, known.journey, known.hint));
    verifier.explain?.({ ...known, error, origins: csrf?.origins });
    return inRealm(realm, error);
  }

  function authenticateAtOnce(
    request: RequestLike,
    demands?: RouteDemands,
  ): MaybePromise<VerifiedToken<Claims> | undefined> {
    const { credentials = defaults.credentials, requirements = none } = ownMembers(demands);
    const credential = attempt(
      () => takeCredential(request, requirements.length > 0 ? 'required' : credentials),
      (refusal) => refuse(refusal, { journey: unverified, request, hint: hintFor(request) }),
    );
    if (credential === undefined) return undefined;
    return whenKnown(verify(request, credential), (token) => {
      if (credential.source === 'cookie') checkCsrfToken(request, token);
      authorize(token, requirements);
      return token;
    });
  }

  return Object.freeze({
    verifier,
    authorize,
    authenticate: async (request: RequestLike, demands?: RouteDemands) => authenticateAtOnce(request, demands),
    authenticateAtOnce,
  });
}

/** Verifies in a realm. The verifier has told the operators of what it refuses already. */
function verificationIn<Claims>(
  realm: string,
  verifier: JwtVerifier<Claims>,
): (request: RequestLike, credential: Credential) => MaybePromise<VerifiedToken<Claims>> {
  const refused = (error: unknown): never => {
    throw isJwtGuardError(error) ? inRealm(realm, error) : error;
  };
  return (request, { token, source }) => {
    try {
      const verified = verifyAtOnce(verifier, token, { request, source });
      return verified instanceof Promise ? verified.catch(refused) : verified;
    } catch (error) {
      return refused(error);
    }
  };
}

function inRealm(realm: string, refusal: JwtGuardError): JwtGuardError {
  refusal.realm = realm;
  return refusal;
}

const none: readonly Requirement[] = Object.freeze([]);

const unverified: Journey = { signatureVerified: false };

function journeyOf({ header, issuer, source }: VerifiedToken<unknown>): Journey {
  return { header, issuer, source, signatureVerified: true };
}

const noDemands = Object.freeze(Object.create(null) as RouteDemands);

/** Without a prototype: one that was polluted with `credentials: 'optional'` opens no route. */
function ownMembers(demands: RouteDemands | undefined): RouteDemands {
  return demands === undefined ? noDemands : Object.assign(Object.create(null) as RouteDemands, demands);
}

function attempt<T>(action: () => T, refuse: (refusal: JwtGuardError) => JwtGuardError): T {
  try {
    return action();
  } catch (error) {
    throw isJwtGuardError(error) ? refuse(error) : error;
  }
}

function hintFor(request: RequestLike): string | undefined {
  const isPreflight = request.method === 'OPTIONS' && headerValues(request, 'access-control-request-method').length > 0;
  return isPreflight ? preflightHint : undefined;
}
