import { runInNewContext } from 'node:vm';
import { requireClaim } from '@jwt-guard/core';
import type { ClaimExpectation, JsonObject } from '@jwt-guard/core';
import { errorWith, textWith } from '../support/expectations.js';

const refusal = (rawClaims: JsonObject, name: string, expected: ClaimExpectation): unknown =>
  requireClaim(name, expected)({ rawClaims, scopes: [], roles: [] });

describe('requireClaim', () => {
  it.each([
    ['tenant', 't1'],
    ['level', 3],
    ['verified', true],
    ['verified', false],
    ['level', 0],
    ['tenant', ''],
  ])('is satisfied where %s is exactly %j', (name, value) => {
    expect(refusal({ [name]: value }, name, value)).toBeUndefined();
  });

  it.each([
    ['another value', { tenant: 't2' }],
    ['absence', {}],
    ['null', { tenant: null }],
    ['a list that holds the value', { tenant: ['t1'] }],
    ['an object', { tenant: { t1: true } }],
    ['another letter case', { tenant: 'T1' }],
  ])('refuses %s with 403, naming no scope', (_, claims) => {
    expect(refusal(claims, 'tenant', 't1')).toMatchObject({
      status: 403,
      code: 'insufficient_scope',
      reason: 'claim_unsatisfied',
      missingScopes: [],
    });
  });

  it('tells operators which claim was demanded, and the value where there is one', () => {
    expect(refusal({}, 'level', 3)).toHaveProperty('demand', { claim: 'level', values: ['3'] });
    const asked = refusal({}, 'level', () => false);
    expect((asked as { readonly demand: unknown }).demand).toStrictEqual({ claim: 'level' });
  });

  it.each([
    ['3', 3],
    [1, true],
    ['true', true],
    [0, false],
  ])('coerces nothing: the claim %j is not %j', (value, expected) => {
    expect(refusal({ x: value }, 'x', expected)).toBeDefined();
  });

  it('asks a predicate, giving it undefined for an absent claim', () => {
    const optional = (value: unknown): boolean => value === undefined || value === 't1';

    expect(refusal({}, 'tenant', optional)).toBeUndefined();
    expect(refusal({ tenant: 't1' }, 'tenant', optional)).toBeUndefined();
    expect(refusal({ tenant: 't2' }, 'tenant', optional)).toBeDefined();
  });

  it.each([['truthy'], [1], [{}], [Promise.resolve(true)], [undefined]])(
    'takes nothing but true for an answer of a predicate: %j refuses',
    (answer) => {
      expect(refusal({ x: 1 }, 'x', () => answer as unknown as boolean)).toBeDefined();
    },
  );

  it('takes a predicate that throws for unsatisfied', () => {
    expect(refusal({}, 'groups', (value) => (value as string[]).includes('a'))).toMatchObject({
      reason: 'claim_unsatisfied',
    });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('finds no claim by inheritance: %s', (name) => {
    expect(refusal({}, name, (value) => value !== undefined)).toBeDefined();
  });

  it('reads the claim of that very name, not a path', () => {
    expect(refusal({ a: { b: 'c' } }, 'a.b', 'c')).toBeDefined();
    expect(refusal({ 'a.b': 'c' }, 'a.b', 'c')).toBeUndefined();
  });

  it.each([
    ['/^a/g', /^a/g],
    ['/^(a+)+$/', /^(a+)+$/],
    ['one of another realm', runInNewContext('/a/') as RegExp],
  ])('C-61 · refuses a regular expression at creation: %s', (_, expected) => {
    expect(() => requireClaim('x', expected as never)).toThrow(
      errorWith({ option: 'requireClaim', message: textWith('predicate, not a regular expression') }),
    );
  });

  it.each([[undefined], [null], [{}], [['a']], [Symbol('a')]])(
    'C-55 · refuses the expectation %p at creation',
    (expected) => {
      expect(() => requireClaim('x', expected as never)).toThrow(
        errorWith({ option: 'requireClaim', message: textWith('string, number or boolean, or a predicate') }),
      );
    },
  );

  it.each([[''], [undefined], [7]])('refuses %j as a name at creation', (name) => {
    expect(() => requireClaim(name as string, 'x')).toThrow(
      errorWith({ option: 'requireClaim', message: textWith('name the claim') }),
    );
  });
});
