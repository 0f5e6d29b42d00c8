import { readNames, readRoles, readScopes } from '../../src/claims/scopes.js';
import type { JsonObject } from '../../src/token/strict-json.js';
import { errorWith } from '../support/expectations.js';
import { refusal } from '../support/refusal.js';

describe('readScopes', () => {
  it.each<[string, JsonObject, string[]]>([
    ['a text of names', { scope: 'read write' }, ['read', 'write']],
    ['no claim', {}, []],
    ['an empty text', { scope: '' }, []],
    ['a text in scp', { scp: 'read write' }, ['read', 'write']],
    ['a list in scp', { scp: ['read', 'write'] }, ['read', 'write']],
    ['scope and scp: scope alone, never their union', { scope: 'read', scp: 'admin' }, ['read']],
    ['an empty scope and scp: none', { scope: '', scp: ['admin'] }, []],
  ])('C-51 · C-54 · reads %s', (_name, claims, scopes) => {
    expect(readScopes(claims)).toEqual(scopes);
    expect(Object.isFrozen(readScopes(claims))).toBe(true);
  });

  it.each([
    ['capital letters', 'READ', ['READ']],
    ['double spaces', 'read  write', ['read', 'write']],
    ['a leading space', ' read', ['read']],
    ['a tab', 'read\twrite', ['read\twrite']],
    ['a newline', 'read\nwrite', ['read\nwrite']],
  ])('C-53 · splits on single spaces only: %s', (_name, scope, scopes) => {
    expect(readScopes({ scope })).toEqual(scopes);
  });

  it.each([[[]], [['read']], [{}], [1], [null], [true]])('C-51 · rejects the scope %j as malformed', (scope) => {
    expect(() => readScopes({ scope })).toThrow(refusal('malformed', 'scope'));
  });

  it.each([{}, 1, null, true])('C-54 · rejects the scp %j as malformed', (scp) => {
    expect(() => readScopes({ scp })).toThrow(refusal('malformed', 'scp'));
  });

  it('C-54 · rejects a scp whose list holds something else than text', () => {
    expect(() => readScopes({ scp: ['read', 1] })).toThrow(refusal('malformed', 'scp'));
  });
});

describe('readNames', () => {
  const claims = { realm_access: { roles: ['admin'] }, n: 1 };

  it('reads names at a claim path, or by a function of the claims', () => {
    expect(readNames(claims, 'realm_access.roles')).toEqual(['admin']);
    expect(readNames(claims, () => ['x'])).toEqual(['x']);
    expect(readNames(claims, () => undefined)).toEqual([]);
    expect(readNames(claims, 'missing')).toEqual([]);
  });

  it('rejects what is no name, and what a function throws, as malformed', () => {
    const failing = (): never => {
      throw new Error('reader');
    };
    expect(() => readNames(claims, 'n')).toThrow(refusal('malformed', 'n'));
    expect(() => readNames(claims, () => [1] as never)).toThrow(refusal('malformed'));
    expect(() => readNames(claims, failing)).toThrow(refusal('malformed'));
  });

  it('keeps what a function throws as the cause, for operators', () => {
    const bug = new Error('reader');
    const failing = (): never => {
      throw bug;
    };
    expect(() => readNames(claims, failing)).toThrow(errorWith({ reason: 'malformed', cause: bug }));
  });

  it('copies the list, so that a function cannot change it afterwards', () => {
    const list = ['read'];
    const names = readNames(claims, () => list);
    list.push('admin');
    expect(names).toEqual(['read']);
  });
});

describe('readRoles', () => {
  it.each([[['admin', 'auditor']], ['admin auditor']])('reads the roles of %j', (roles) => {
    expect(readRoles({ roles })).toEqual(['admin', 'auditor']);
  });

  it.each([[undefined], [null], [7], [{ admin: true }], [[{ name: 'admin' }]], [['admin', 7]]])(
    'finds none in %j, which grants nothing and spoils no token',
    (roles) => {
      expect(readRoles(roles === undefined ? {} : { roles })).toEqual([]);
    },
  );
});
