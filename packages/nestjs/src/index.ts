export { JwtGuardModule } from './jwt-guard.module.js';
export type {
  JwtGuardModuleAsyncOptions,
  JwtGuardModuleOptions,
  JwtGuardOptionsFactory,
  JwtGuardRegistration,
} from './jwt-guard.options.js';
export { JWT_GUARD_OPTIONS, JWT_VERIFIER } from './jwt-guard.tokens.js';
export { JwtGuard } from './jwt.guard.js';
export type { HttpRequest } from './http/http-request.js';
export type { NestRouteDemands } from './route/route-demands.js';

// decorators/
export { CurrentClaims } from './decorators/current-claims.decorator.js';
export { CurrentToken } from './decorators/current-token.decorator.js';
export { OptionalAuth } from './decorators/optional-auth.decorator.js';
export { Public } from './decorators/public.decorator.js';
export { RequireAnyScope } from './decorators/require-any-scope.decorator.js';
export { RequireAudience } from './decorators/require-audience.decorator.js';
export { RequireClaim } from './decorators/require-claim.decorator.js';
export { RequireRoles } from './decorators/require-roles.decorator.js';
export { RequireScopes } from './decorators/require-scopes.decorator.js';
export type { RouteDecorator } from './route/route-statements.js';

// the everyday names of @jwt-guard/core, so that one package is enough
export {
  combineKeys,
  createJwtVerifier,
  CsrfError,
  fromAuthorizationHeader,
  fromCookie,
  InsufficientScopeError,
  InvalidOptionError,
  InvalidRequestError,
  InvalidTokenError,
  isJwtGuardError,
  JwtGuardError,
  KeysUnavailableError,
  MemoryRevocationStore,
  MissingTokenError,
  StoreUnavailableError,
} from '@jwt-guard/core';
export type {
  ClaimExpectation,
  CombinedKeys,
  CookieCsrfOptions,
  CsrfOptions,
  FromCookieOptions,
  JwtClaims,
  JwtVerifier,
  JwtVerifierOptions,
  KeyPart,
  KeysFailedEvent,
  KeysFetchedEvent,
  MemoryRevocationStoreOptions,
  Reason,
  RejectedEvent,
  RequestGuardOptions,
  RequestLike,
  Requirement,
  RevocableToken,
  RevocationHealth,
  RevocationLevel,
  RevocationOptions,
  RevocationStore,
  RevocationUnknownEvent,
  RevocationVerdict,
  RevocationWriter,
  RouteDemands,
  SecurityEvents,
  TokenExtractor,
  TokenSource,
  UnknownPolicy,
  VerifiedEvent,
  VerifiedToken,
} from '@jwt-guard/core';
