import { registeredClaims } from '../../src/claims/registered-claims.js';
import { grantsOf } from '../../src/token/verified-token.js';
import type { JsonObject } from '../../src/token/strict-json.js';
import { toVerifiedToken } from '../../src/verifier/to-verified-token.js';
import type { TrustedIssuer } from '../../src/verifier/trusted-issuer.js';
import { refusal } from '../support/refusal.js';

const claims = { iss: 'https://issuer.example', exp: 2_000, scope: 'read', roles: ['admin'] };

function verifiedToken(
  more: JsonObject = {},
  issuer: Partial<TrustedIssuer> = {},
  source?: 'header' | 'cookie',
): ReturnType<typeof toVerifiedToken> {
  const raw: JsonObject = { ...claims, ...more };
  return toVerifiedToken({
    token: 'a.b.c',
    jws: { header: { alg: 'ES256' }, claims: raw },
    registered: registeredClaims(raw),
    claims: { shaped: true },
    issuer: { issuer: claims.iss, rolesFrom: 'roles', ...issuer } as TrustedIssuer,
    source,
  });
}

describe('toVerifiedToken', () => {
  it('answers what was found out, and leaves out what is absent', () => {
    const token = verifiedToken();
    expect({ ...token }).toEqual({
      header: { alg: 'ES256' },
      claims: { shaped: true },
      issuer: 'https://issuer.example',
      scopes: ['read'],
      expiresAt: 2_000,
    });
    expect(token.token).toBe('a.b.c');
    expect(grantsOf(token)).toEqual({ rawClaims: claims, roles: ['admin'], scopes: ['read'] });
  });

  it('names the subject, the client and the source', () => {
    const more = { sub: 'alice', client_id: 'app', azp: 'other' };
    expect(verifiedToken(more, {}, 'cookie')).toMatchObject({ subject: 'alice', clientId: 'app', source: 'cookie' });
  });

  it('names what it can be revoked by', () => {
    expect(verifiedToken({ jti: 'j', sid: 's' })).toMatchObject({ jti: 'j', sessionId: 's' });
  });

  it('takes azp for the client where there is no client_id', () => {
    expect(verifiedToken({ azp: 'app' })).toMatchObject({ clientId: 'app' });
  });

  it('takes the claim that the options name for the client, and no other', () => {
    const issuer = { clientIdFrom: 'cid' };
    expect(verifiedToken({ cid: 'app', client_id: 'x' }, issuer)).toMatchObject({ clientId: 'app' });
    expect(verifiedToken({ client_id: 'x' }, issuer)).not.toHaveProperty('clientId');
    expect(() => verifiedToken({ cid: 7 }, issuer)).toThrow(refusal('malformed', 'cid'));
  });

  it('C-34 · rejects an azp that is no text', () => {
    expect(() => verifiedToken({ azp: ['app'] })).toThrow(refusal('malformed', 'azp'));
  });

  it('reads scopes and roles where the options of the issuer say', () => {
    const more = { permissions: ['a', 'b'], realm_access: { roles: ['user'] } };
    const token = verifiedToken(more, { scopesFrom: 'permissions', rolesFrom: 'realm_access.roles' });
    expect(token.scopes).toEqual(['a', 'b']);
    expect(grantsOf(token).roles).toEqual(['user']);
    expect(verifiedToken({}, { scopesFrom: () => ['x'] }).scopes).toEqual(['x']);
  });

  it('C-51 · rejects scopes and roles of the wrong type', () => {
    expect(() => verifiedToken({ scope: ['read'] })).toThrow(refusal('malformed', 'scope'));
    expect(() => verifiedToken({ roles: { admin: true } })).toThrow(refusal('malformed', 'roles'));
  });
});
