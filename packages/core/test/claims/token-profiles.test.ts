import { applyClaimsPolicy } from '../../src/claims/claims-policy.js';
import { tokenProfiles } from '../../src/claims/token-profiles.js';
import type { JsonObject } from '../../src/token/strict-json.js';
import { refusal } from '../support/refusal.js';

const now = 1_800_000_000;
const claims: JsonObject = {
  iss: 'https://issuer.example',
  exp: now + 600,
  aud: 'api',
  sub: 'alice',
  client_id: 'app',
  iat: now,
  nbf: now,
  jti: 'j1',
};
const apply =
  (profile: keyof typeof tokenProfiles, more: JsonObject, typ = 'at+jwt') =>
  () =>
    applyClaimsPolicy(
      { header: { alg: 'ES256', typ }, claims: { ...claims, ...more } },
      {
        audience: ['api'],
        bindings: [],
        tokenKind: 'access-token',
        clockTolerance: 0,
        ...tokenProfiles[profile],
      },
      now,
    );

describe('tokenProfiles', () => {
  it('P2 · access-token accepts what RFC 9068 asks for, without nbf and of any length of life', () => {
    expect(apply('access-token', { nbf: undefined, exp: now + 86_400 })).not.toThrow();
  });

  it.each(['sub', 'client_id', 'iat', 'jti'])('P2 · C-15 · C-35 · access-token demands %s', (claim) => {
    expect(apply('access-token', { [claim]: undefined })).toThrow(refusal('claim_missing', claim));
  });

  it.each(['iss', 'exp'])('P1 · P2 · access-token demands %s', (claim) => {
    expect(apply('access-token', { [claim]: undefined })).toThrow(refusal('claim_missing', claim));
  });

  it('P2 · C-26 · access-token demands aud', () => {
    expect(apply('access-token', { aud: undefined })).toThrow(refusal('audience_missing', 'aud'));
  });

  it.each(['JWT', ''])('P2 · C-42 · access-token refuses the type %j', (typ) => {
    expect(apply('access-token', {}, typ)).toThrow(refusal('type_mismatch', 'typ'));
  });

  it('P2 · P4 · strict also demands nbf, and a life of at most 900 seconds', () => {
    expect(apply('strict', { exp: now + 900 })).not.toThrow();
    expect(apply('strict', { nbf: undefined })).toThrow(refusal('claim_missing', 'nbf'));
    expect(apply('strict', { exp: now + 901 })).toThrow(refusal('lifetime_too_long', 'exp'));
  });
});
