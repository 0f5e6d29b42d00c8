// issuer/
export { createLocalIssuer } from './issuer/local-issuer.js';
export type { LocalIssuer, LocalIssuerOptions } from './issuer/local-issuer.js';
export { startLocalIssuer } from './issuer/local-issuer-server.js';
export type { InterceptingHandler, LocalIssuerServer, LocalIssuerServerOptions } from './issuer/local-issuer-server.js';

// tokens/
export { encodeSegment, signCompact, signSegments } from './tokens/sign-compact.js';
export type { CompactContent, SegmentContent } from './tokens/sign-compact.js';
export type { TokenContent, TokenOptions } from './tokens/token-options.js';

// keys/
export { selfSignedCertificate } from './keys/self-signed-certificate.js';
export { cachedTestKey, createTestKey } from './keys/test-key.js';
export type { TestKey } from './keys/test-key.js';
export type { SymmetricTestAlgorithm, TestAlgorithm } from './keys/test-algorithm.js';
export { signBytes } from './keys/sign-bytes.js';
export type { SigningMaterial } from './keys/sign-bytes.js';

// forgeries/
export { controls } from './forgeries/controls.js';
export type { ControlTokens } from './forgeries/controls.js';
export { fitsHeader } from './forgeries/fits-header.js';
export { forgeries } from './forgeries/forgeries.js';
export { forgeryAlgorithms } from './forgeries/forgery.js';
export type { ForgedToken, Forgery, ForgeryTarget, ForgeryVerifierOptions } from './forgeries/forgery.js';
export { keySetForgeries } from './forgeries/key-sets.js';
export type { ForgedKeySet, KeySetForgery } from './forgeries/key-sets.js';
export { nonTokens } from './forgeries/non-tokens.js';
export { seededMutations } from './forgeries/seeded-mutations.js';
