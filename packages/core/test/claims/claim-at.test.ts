import { claimAt } from '../../src/claims/claim-at.js';

const claims = {
  realm_access: { roles: ['admin'] },
  'https://example.com/roles': ['user'],
  'a.b': 1,
  a: { b: 2 },
  n: null,
};

describe('claimAt', () => {
  it('reads a claim, a path, and a claim whose very name is the path', () => {
    expect(claimAt(claims, 'realm_access.roles')).toEqual(['admin']);
    expect(claimAt(claims, 'https://example.com/roles')).toEqual(['user']);
    expect(claimAt(claims, 'a.b')).toBe(1);
  });

  it.each(['missing', 'realm_access.missing', 'realm_access.roles.0', 'realm_access.roles.length', 'n.x', 'a.b.c', ''])(
    'answers undefined for the path %j, which leads nowhere',
    (path) => {
      expect(claimAt(claims, path)).toBeUndefined();
    },
  );

  it.each(['constructor', 'constructor.name', '__proto__', 'a.__proto__', 'realm_access.toString'])(
    'J15 · finds nothing inherited at %s',
    (path) => {
      expect(claimAt(claims, path)).toBeUndefined();
    },
  );
});
