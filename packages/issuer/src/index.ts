// keys
export { createKeyRing } from './keys/key-ring.js';
export type { KeyRing } from './keys/key-ring.js';
export type { KeyRingOptions } from './keys/key-ring-options.js';
export type { KeyRingEvent, KeyRingEvents, KeyRingFailedEvent } from './keys/key-ring-events.js';
export type { KeyState } from './keys/ring-schedule.js';
export type { KeyRingHealth, ListedKey, RevokedKey, RotatedKey } from './keys/ring-controls.js';
export { createSecretRing } from './keys/secret-ring.js';
export type { FixedSecret, FixedSecretsOptions, SecretRing, SecretRingOptions } from './keys/secret-ring.js';
export { FileSigningKeyStore } from './keys/file-signing-key-store.js';
export type { FileSigningKeyStoreOptions } from './keys/file-signing-key-store.js';
export { MemorySigningKeyStore } from './keys/memory-signing-key-store.js';
export type { EncryptionKey } from './keys/seal.js';
export type { SignerWithKey } from './keys/signer-ring.js';
export type { PrivateJwk } from './keys/private-jwk.js';
export type { PublicJwk, PublicJwkSet } from './keys/public-jwk.js';
export type { Secret, SecretSource } from './keys/secret-source.js';
export type { Signer } from './keys/signer.js';
export type { SigningKeyStore, StoredKeyRing } from './keys/signing-key-store.js';
export type { PublicKeyAlgorithm, SigningAlgorithm } from './keys/signing-algorithm.js';

// tokens
export { createTokenIssuer } from './tokens/token-issuer.js';
export type { IssuedAccessToken, TokenIssuer, TokenIssuerOptions } from './tokens/token-issuer.js';
export type { AccessTokenRequest } from './tokens/access-token-claims.js';
export { personalClaims, secretClaims } from './tokens/refused-claims.js';
export type { Lifetime } from './options/lifetime-seconds.js';
export { TokenNotIssuedError } from './errors/token-not-issued-error.js';
export type { NotIssuedReason } from './errors/token-not-issued-error.js';

// refresh/
export type {
  NewSession,
  RefreshSession,
  RefreshTokenStore,
  RotationRequest,
  RotationVerdict,
  SessionOwner,
} from './refresh/refresh-token-store.js';
export { createRefreshTokens } from './refresh/create-refresh-tokens.js';
export type { Authorization, Authorize, RefreshTokensOptions } from './refresh/refresh-tokens-options.js';
export { MemoryRefreshTokenStore } from './refresh/memory-refresh-token-store.js';
export type { MemoryRefreshTokenStoreOptions } from './refresh/memory-refresh-token-store.js';
export type { RefreshEvent, RefreshEvents } from './refresh/refresh-events.js';
export { isExpired } from './refresh/is-expired.js';
export { rotationVerdict } from './refresh/rotation-verdict.js';
export type { RotationDecision, SessionRecord } from './refresh/rotation-verdict.js';
export { isTokenRequestError, TokenRequestError } from './errors/token-request-error.js';
export type { TokenRequestErrorCode, TokenRequestReason } from './errors/token-request-error.js';
export type { IssuedTokens, RefreshTokens, RotateRequest, SessionRequest } from './refresh/refresh-tokens.js';

// HTTP
export type { AuthenticateClient, ClientCredentials } from './http/client-authentication.js';
export type { TokenRequestRefusedEvent } from './http/endpoint.js';
export type { IssuerPaths } from './http/issuer-paths.js';
export { createIssuerRoutes } from './http/issuer-routes.js';
export type { IssuerRoutesOptions } from './http/issuer-routes.js';
export { createJwksHandler } from './http/jwks-handler.js';
export { createMetadataHandler } from './http/metadata-handler.js';
export type { MetadataOptions } from './http/metadata-handler.js';
export { metadataPath } from './http/metadata-path.js';
export type { RequestHandler } from './http/request-handler.js';
export { createRevocationEndpoint } from './http/revocation-endpoint.js';
export type { RevocationEndpointOptions } from './http/revocation-endpoint.js';
export { createTokenEndpoint } from './http/token-endpoint.js';
export type { TokenEndpointOptions } from './http/token-endpoint.js';

// cookies
export { accessTokenCookie } from './cookies/access-token-cookie.js';
export { createCookieSessions } from './cookies/cookie-sessions.js';
export type { CookieSessions } from './cookies/cookie-sessions.js';
export type { CookieSessionsOptions, Login } from './cookies/cookie-sessions-options.js';
export type { TokenCookie, TokenCookieOptions } from './cookies/host-cookie.js';
export type { LoginBody } from './cookies/login-body.js';
export { refreshTokenCookie } from './cookies/refresh-token-cookie.js';
export type { SessionCookieNames } from './cookies/session-cookies.js';
