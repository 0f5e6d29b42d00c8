import { requireAnyScope, requireScopes } from '@jwt-guard/core';
import type { Grants } from '@jwt-guard/core';
import { errorWith, textWith } from '../support/expectations.js';

const granted = (...scopes: string[]): Grants => ({ scopes, roles: [], rawClaims: {} });

describe('requireScopes', () => {
  it('is satisfied by all of the scopes, in any order, among others', () => {
    expect(requireScopes('a', 'b')(granted('c', 'b', 'a'))).toBeUndefined();
  });

  it('B6 · names every missing scope', () => {
    expect(requireScopes('a', 'b', 'c')(granted('b'))).toMatchObject({
      status: 403,
      code: 'insufficient_scope',
      reason: 'scope_missing',
      missingScopes: ['a', 'c'],
    });
  });

  it.each(['READ', 'rea', 'read:all', ''])('takes the granted scope %j for another than read', (scope) => {
    expect(requireScopes('read')(granted(scope))).toMatchObject({ missingScopes: ['read'] });
  });

  it('reads the scopes, not the raw claims', () => {
    expect(requireScopes('a')({ ...granted(), rawClaims: { scope: 'a' } })).toBeDefined();
  });
});

describe('requireAnyScope', () => {
  it.each([['a'], ['b'], ['a', 'b', 'c']])('is satisfied by %j of a and b', (...scopes) => {
    expect(requireAnyScope('a', 'b')(granted(...scopes))).toBeUndefined();
  });

  it('B6 · names all the scopes when none is granted', () => {
    expect(requireAnyScope('a', 'b')(granted('c'))).toMatchObject({
      reason: 'scope_missing',
      missingScopes: ['a', 'b'],
    });
  });

  it('is not widened by whoever changes its refusal', () => {
    const requirement = requireAnyScope('a');
    const { challenge, missingScopes } = requirement(granted()) as unknown as {
      challenge: { scopes: string[] };
      missingScopes: string[];
    };

    expect(() => challenge.scopes.push('b')).toThrow(TypeError);
    expect(() => missingScopes.push('b')).toThrow(TypeError);
    expect(requirement(granted('b'))).toMatchObject({ missingScopes: ['a'] });
  });
});

describe.each([
  ['requireScopes', requireScopes],
  ['requireAnyScope', requireAnyScope],
])('%s at creation', (option, create) => {
  it('C-55 · refuses an empty list', () => {
    expect(() => create()).toThrow(errorWith({ option, message: textWith('at least one scope') }));
  });

  it.each(['read write', 'a"b', 'a\\b', 'a\r\nb', 'ä', '', ' ', undefined, null, 7, ['read']])(
    'C-55 B7 T-24 · refuses %j as a scope',
    (scope) => {
      expect(() => create('ok', scope as string)).toThrow(
        errorWith({ option, message: textWith('a string of its own', '("read", "write")') }),
      );
    },
  );
});
