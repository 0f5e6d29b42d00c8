import { requireRoles } from '@jwt-guard/core';
import type { Grants } from '@jwt-guard/core';
import { errorWith, textWith } from '../support/expectations.js';

const granted = (...roles: string[]): Grants => ({ scopes: ['admin'], roles, rawClaims: { roles: ['admin'] } });

describe('requireRoles', () => {
  it('is satisfied by all of the roles', () => {
    expect(requireRoles('admin', 'auditor')(granted('auditor', 'admin', 'x'))).toBeUndefined();
  });

  it.each([[[]], [['auditor']], [['Admin', 'auditor']]])('refuses the roles %j, naming no scope', (roles) => {
    expect(requireRoles('admin', 'auditor')(granted(...roles))).toMatchObject({
      status: 403,
      code: 'insufficient_scope',
      reason: 'role_missing',
      missingScopes: [],
    });
  });

  it('tells operators which roles were missing', () => {
    expect(requireRoles('admin', 'auditor')(granted('admin'))).toMatchObject({
      demand: { claim: 'roles', values: ['auditor'] },
    });
  });

  it.each([[[]], [['']], [[undefined]], [['admin', 7]]])('C-55 · refuses the list %j at creation', (roles) => {
    expect(() => requireRoles(...(roles as string[]))).toThrow(
      errorWith({ option: 'requireRoles', message: textWith('at least one role') }),
    );
  });
});
