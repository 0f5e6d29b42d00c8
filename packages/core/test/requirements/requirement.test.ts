import {
  createJwtVerifier,
  InvalidTokenError,
  requireAudience,
  requireClaim,
  requireRoles,
  requireScopes,
} from '@jwt-guard/core';
import type { VerifiedToken } from '@jwt-guard/core';
import { unmetRequirement } from '../../src/requirements/requirement.js';
import { tokenFor, verifierOptions } from '../support/tokens.js';

const verifier = createJwtVerifier(verifierOptions);
let token: VerifiedToken;
beforeAll(async () => {
  token = await verifier.verify(tokenFor({ scope: 'a', roles: ['reader'] }));
});

describe('unmetRequirement', () => {
  it('answers undefined where nothing is demanded, or all is satisfied', () => {
    expect(unmetRequirement(token, [])).toBeUndefined();
    expect(unmetRequirement(token, [requireScopes('a'), requireRoles('reader')])).toBeUndefined();
  });

  it('B6 · names the missing scopes of all demands, each once', () => {
    expect(unmetRequirement(token, [requireScopes('a', 'b'), requireScopes('c', 'b')])).toMatchObject({
      missingScopes: ['b', 'c'],
    });
  });

  it('B6 · names the missing scopes where a role is missing as well', () => {
    expect(unmetRequirement(token, [requireRoles('admin'), requireScopes('b')])).toMatchObject({
      reason: 'scope_missing',
      missingScopes: ['b'],
    });
  });

  it('answers the first refusal where no scope is missing', () => {
    expect(unmetRequirement(token, [requireRoles('admin'), requireClaim('tenant', 't1')])).toMatchObject({
      reason: 'role_missing',
    });
  });

  it('answers a wrong audience before missing scopes, which would not help', () => {
    const demands = [requireScopes('b'), requireAudience('https://billing.example.com')];

    expect(unmetRequirement(token, demands)).toMatchObject({ status: 401, reason: 'audience_mismatch' });
  });

  it('lets a requirement of the user refuse by an error of its own', () => {
    const refusal = new InvalidTokenError('too_old');

    expect(unmetRequirement(token, [requireScopes('a'), () => refusal])).toBe(refusal);
  });

  it('shows requirements the claims as they stood in the token, frozen', () => {
    unmetRequirement(token, [
      ({ rawClaims, roles, scopes }) => {
        expect([rawClaims['sub'], roles, scopes]).toEqual(['alice', ['reader'], ['a']]);
        expect([rawClaims, roles, scopes].every((part) => Object.isFrozen(part))).toBe(true);
        return undefined;
      },
    ]);
    expect.assertions(2);
  });

  it('refuses to judge a token that was not verified', () => {
    const { ...copy } = token;

    expect(() => unmetRequirement(copy, [requireScopes('a')])).toThrow('not a verified token');
  });
});
