import { InsufficientScopeError } from '@jwt-guard/core';

describe('InsufficientScopeError', () => {
  it('B6 · names every missing scope in the challenge', () => {
    const error = new InsufficientScopeError('scope_missing', ['a', 'b']);

    expect(error).toMatchObject({ status: 403, code: 'insufficient_scope', missingScopes: ['a', 'b'] });
    expect(error.headers['WWW-Authenticate']).toMatch(/error="insufficient_scope", .*, scope="a b"$/);
  });

  it.each(['role_missing', 'claim_unsatisfied'] as const)('names no scope for %s', (reason) => {
    const error = new InsufficientScopeError(reason);

    expect(error.missingScopes).toEqual([]);
    expect(error.headers['WWW-Authenticate']).not.toContain('scope="');
  });

  it('keeps a frozen copy of the scopes', () => {
    const scopes = ['a'];
    const error = new InsufficientScopeError('scope_missing', scopes);
    scopes.push('b');

    expect(error.missingScopes).toEqual(['a']);
    expect(error.challenge.scopes).toEqual(['a']);
    expect(Object.isFrozen(error.missingScopes)).toBe(true);
  });
});
