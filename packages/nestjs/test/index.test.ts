import * as core from '@jwt-guard/core';
import * as nestjs from '@jwt-guard/nestjs';

describe('@jwt-guard/nestjs', () => {
  it('offers its own names and the everyday names of the core, and nothing else', () => {
    expect(Object.keys(nestjs).sort()).toEqual(
      [
        ...['JwtGuard', 'JwtGuardModule', 'JWT_GUARD_OPTIONS', 'JWT_VERIFIER', 'CurrentClaims', 'CurrentToken'],
        ...['OptionalAuth', 'Public', 'RequireAnyScope', 'RequireAudience', 'RequireClaim', 'RequireRoles'],
        ...['RequireScopes', 'combineKeys', 'createJwtVerifier', 'fromAuthorizationHeader', 'fromCookie'],
        'isJwtGuardError',
        ...['CsrfError', 'InsufficientScopeError', 'InvalidOptionError', 'InvalidRequestError', 'InvalidTokenError'],
        ...[
          'JwtGuardError',
          'KeysUnavailableError',
          'MemoryRevocationStore',
          'MissingTokenError',
          'StoreUnavailableError',
        ],
      ].sort(),
    );
  });

  it('re-exports the core’s own, not copies', () => {
    expect(nestjs.createJwtVerifier).toBe(core.createJwtVerifier);
    expect(nestjs.InvalidTokenError).toBe(core.InvalidTokenError);
  });
});
