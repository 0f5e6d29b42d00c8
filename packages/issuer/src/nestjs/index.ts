export { JwtIssuerModule } from './jwt-issuer.module.js';
export type { JwtIssuerModuleAsyncOptions } from './jwt-issuer.module.js';
export { JWT_ISSUER_OPTIONS, JWT_ISSUER_SESSIONS } from './jwt-issuer.tokens.js';
