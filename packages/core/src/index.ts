// request/
export { challengeHeaders, challengeResponse } from './request/challenge.js';
export type { Challenge, ChallengeResponse, Refusal } from './request/challenge.js';
export { cookieValues } from './request/cookie-values.js';
export { createCsrfCheck } from './request/csrf.js';
export type { CsrfCheck, CsrfOptions } from './request/csrf.js';
export { createCsrfProtection } from './request/csrf-protection.js';
export type { CookieCsrfOptions, CsrfProtection } from './request/csrf-protection.js';
export { createCsrfTokens, csrfCookieName } from './request/csrf-token.js';
export type { CsrfTokenOptions, CsrfTokens } from './request/csrf-token.js';
export type { Credential } from './request/extract-credential.js';
export { fromAuthorizationHeader } from './request/from-authorization-header.js';
export { fromCookie } from './request/from-cookie.js';
export type { FromCookieOptions } from './request/from-cookie.js';
export { createRequestGuard } from './request/request-guard.js';
export type { RequestGuard, RouteDemands } from './request/request-guard.js';
export type { Credentials, GuardOptions, RequestGuardOptions } from './request/request-guard-options.js';
export type { RequestLike } from './request/request-like.js';
export type { TokenExtractor } from './request/token-extractor.js';

// token/
export type { JoseHeader } from './token/jose-header.js';
export type { JsonObject, JsonValue } from './token/strict-json.js';
export { isVerifiedToken } from './token/verified-token.js';
export type { Grants, JwtClaims, TokenSource, VerifiedToken } from './token/verified-token.js';

// verifier/
export { createJwtVerifier } from './verifier/jwt-verifier.js';
export type { JwtVerifier, VerifyContext } from './verifier/jwt-verifier.js';
export type {
  IssuerOptions,
  IssuerResolver,
  JwtVerifierOptions,
  OperatorHints,
  SharedVerifierOptions,
} from './verifier/verifier-options.js';
export type { Journey } from './verifier/rejected-event.js';

// keys/
export { combineKeys } from './keys/combine-keys.js';
export type { CombinedKeys, KeyPart } from './keys/combine-keys.js';
export type { Fetch } from './keys/fetch-document.js';
export type { Jwk } from './keys/import-jwk.js';
export type { Jwks, UnusableKey } from './keys/jwk-set.js';
export type { KeyQuery, KeySource, KeySourceHealth } from './keys/key-source.js';
export type { NamedSecret, PublicKeyInput, SecretInput } from './keys/static-keys.js';
export { importJwk } from './keys/import-jwk.js';
export { bindKey, UnusableKeyError } from './keys/verification-key.js';
export type { VerificationKey } from './keys/verification-key.js';

// signature/
export { asymmetricAlgorithms, isAlgorithm } from './signature/algorithms.js';
export type { Algorithm, AsymmetricAlgorithm, SymmetricAlgorithm } from './signature/algorithms.js';

// claims/
export type { Binding } from './claims/binding.js';
export type { NamesReader } from './claims/scopes.js';
export type { SchemaIssue, SchemaResult, StandardSchema } from './claims/standard-schema.js';
export type { TokenKind } from './claims/token-kind.js';
export type { TokenProfile } from './claims/token-profiles.js';

// requirements/
export { requireAudience } from './requirements/require-audience.js';
export { requireClaim } from './requirements/require-claim.js';
export type { ClaimExpectation } from './requirements/require-claim.js';
export { requireRoles } from './requirements/require-roles.js';
export { requireAnyScope, requireScopes } from './requirements/require-scopes.js';
export type { Requirement } from './requirements/requirement.js';

// revocation/
export { MemoryRevocationStore } from './revocation/memory-revocation-store.js';
export type { MemoryRevocationStoreOptions } from './revocation/memory-revocation-store.js';
export type {
  RevocableToken,
  RevocationHealth,
  RevocationLevel,
  RevocationStore,
  RevocationVerdict,
  RevocationWriter,
} from './revocation/revocation-store.js';

export type { RevocationOptions, UnknownPolicy } from './revocation/revocation-options.js';

// revocation/, for those who write a store
export { createRevocationIndex, revocationMarginSeconds } from './revocation/revocation-index.js';
export type { RevocationEntry, RevocationIndex, RevocationIndexOptions } from './revocation/revocation-index.js';
export { readRevocationRequest, tokenHeldUntil } from './revocation/revocation-request.js';
export type { RevocationRequests } from './revocation/revocation-request.js';
export { mergeWatermark, watermarkFor } from './revocation/watermark.js';
export type { Watermark } from './revocation/watermark.js';

// events/
export { eventChannel } from './events/event-channel.js';
export { createEventEmitter } from './events/event-emitter.js';
export type { EventEmitter } from './events/event-emitter.js';
export type {
  IssuersFailedEvent,
  KeyChangedEvent,
  KeysFailedEvent,
  KeysFetchedEvent,
  KeysStaleUsedEvent,
  MetadataFailedEvent,
  RejectedEvent,
  RevocationUnknownEvent,
  SecurityEvents,
  VerifiedEvent,
} from './events/events.js';
export type { SecurityEventEmitter, SecurityEventListener } from './events/security-event-emitter.js';

// explain/
export type { ExplainOption } from './explain/explain-option.js';
export type { Explain } from './explain/explainer.js';
export type { Explanation } from './explain/explanation.js';
export type { Rejection } from './explain/rejection.js';

// errors/
export { CsrfError } from './errors/csrf-error.js';
export type { ClaimDemand } from './errors/insufficient-scope-error.js';
export { InsufficientScopeError } from './errors/insufficient-scope-error.js';
export { InvalidOptionError } from './errors/invalid-option-error.js';
export { InvalidRequestError } from './errors/invalid-request-error.js';
export type { InvalidTokenErrorFields } from './errors/invalid-token-error.js';
export { InvalidTokenError } from './errors/invalid-token-error.js';
export { isJwtGuardError, JwtGuardError } from './errors/jwt-guard-error.js';
export { KeysUnavailableError } from './errors/keys-unavailable-error.js';
export { MissingTokenError } from './errors/missing-token-error.js';
export type { Reason, TokenReason } from './errors/reason.js';
export { StoreUnavailableError } from './errors/store-unavailable-error.js';

// options/, for those who build on the core
export { aFunction, nonEmptyString, nonEmptyStrings, numberWithin, secureUrl } from './options/option-checks.js';
export { isObject, ownOptions } from './options/own-options.js';
