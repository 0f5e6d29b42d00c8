// the middlewares
export { csrfGuard } from './csrf-guard.js';
export { getAuth } from './get-auth.js';
export { jwtGuard } from './jwt-guard.js';
export type { JwtGuard } from './jwt-guard.js';
export { jwtGuardErrors } from './jwt-guard-errors.js';
export type { Middleware } from './middleware.js';
export { requireAnyScope, requireAudience, requireClaim, requireRoles, requireScopes } from './requirements.js';

// the core's everyday names
export {
  combineKeys,
  createJwtVerifier,
  fromAuthorizationHeader,
  fromCookie,
  isVerifiedToken,
  MemoryRevocationStore,
} from '@jwt-guard/core';
export type {
  ClaimExpectation,
  CombinedKeys,
  CookieCsrfOptions,
  Credentials,
  CsrfOptions,
  FromCookieOptions,
  GuardOptions,
  IssuerOptions,
  JwtClaims,
  JwtVerifier,
  JwtVerifierOptions,
  KeyPart,
  MemoryRevocationStoreOptions,
  RequestGuardOptions,
  RevocableToken,
  RevocationHealth,
  RevocationLevel,
  RevocationOptions,
  RevocationStore,
  RevocationVerdict,
  RevocationWriter,
  TokenExtractor,
  TokenSource,
  UnknownPolicy,
  VerifiedToken,
} from '@jwt-guard/core';

// the core's errors and events
export {
  challengeResponse,
  CsrfError,
  InsufficientScopeError,
  InvalidOptionError,
  InvalidRequestError,
  InvalidTokenError,
  isJwtGuardError,
  JwtGuardError,
  KeysUnavailableError,
  MissingTokenError,
  StoreUnavailableError,
} from '@jwt-guard/core';
export type { Reason, RejectedEvent, RevocationUnknownEvent, SecurityEvents, VerifiedEvent } from '@jwt-guard/core';
