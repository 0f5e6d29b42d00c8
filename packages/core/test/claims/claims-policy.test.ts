import { applyClaimsPolicy } from '../../src/claims/claims-policy.js';
import type { ClaimsPolicy } from '../../src/claims/claims-policy.js';
import { refusal } from '../support/refusal.js';

const now = 1_800_000_000;
const tolerance = 10;
const claims = { iss: 'https://issuer.example', exp: now + 300, aud: 'api' };
const policy: ClaimsPolicy = {
  audience: ['api'],
  bindings: [],
  tokenKind: 'access-token',
  acceptedTypes: ['jwt'],
  requiredClaims: [],
  clockTolerance: tolerance,
};
const apply =
  (more: object, change: Partial<ClaimsPolicy> = {}, at = now) =>
  () =>
    applyClaimsPolicy({ header: { alg: 'ES256' }, claims: { ...claims, ...more } }, { ...policy, ...change }, at);

describe('applyClaimsPolicy', () => {
  it('answers the registered claims of a token that keeps the policy', () => {
    expect(apply({ sub: 'alice' })()).toMatchObject({ iss: claims.iss, exp: claims.exp, sub: 'alice' });
  });

  describe('time', () => {
    it.each([
      ['exp = now − tolerance − 1', { exp: now - tolerance - 1 }],
      ['exp = now − tolerance', { exp: now - tolerance }],
      ['exp = 0', { exp: 0 }],
      ['exp = −1', { exp: -1 }],
    ])('J11 · C-02 · C-05 · rejects %s as expired', (_name, more) => {
      expect(apply(more)).toThrow(refusal('expired', 'exp'));
    });

    it.each([
      ['exp = now − tolerance + 1', { exp: now - tolerance + 1 }],
      ['exp = now − 1', { exp: now - 1 }],
      ['exp = now', { exp: now }],
      ['a fraction in exp', { exp: now + 300.5 }],
    ])('J11 · C-02 · C-09 · accepts %s', (_name, more) => {
      expect(apply(more)).not.toThrow();
    });

    it('J11 · C-02 · without tolerance a token is dead on the second of its exp', () => {
      expect(apply({ exp: now }, { clockTolerance: 0 })).toThrow(refusal('expired', 'exp'));
      expect(apply({ exp: now }, { clockTolerance: 0 }, now - 0.001)).not.toThrow();
    });

    it('J11 · C-11 · rejects nbf = now + tolerance + 1 and accepts now + tolerance', () => {
      expect(apply({ nbf: now + tolerance + 1 })).toThrow(refusal('not_yet_valid', 'nbf'));
      expect(apply({ nbf: now + tolerance })).not.toThrow();
    });

    it('J11 · C-17 · rejects iat = now + tolerance + 1 and accepts now + tolerance', () => {
      expect(apply({ iat: now + tolerance + 1 })).toThrow(refusal('issued_in_future', 'iat'));
      expect(apply({ iat: now + tolerance })).not.toThrow();
    });

    it('J11 · C-19 · takes every token for expired when the clock tells no number', () => {
      expect(apply({}, {}, NaN)).toThrow(refusal('expired', 'exp'));
    });
  });

  describe('age and lifetime', () => {
    it('P4 · C-18 · rejects a token older than maxTokenAge, give or take the tolerance', () => {
      expect(apply({ iat: now - 70 }, { maxTokenAge: 60 })).not.toThrow();
      expect(apply({ iat: now - 71 }, { maxTokenAge: 60 })).toThrow(refusal('too_old', 'iat'));
    });

    it('P4 · C-10 · rejects a token that lives longer than maxLifetime, to the second', () => {
      expect(apply({ iat: now, exp: now + 60 }, { maxLifetime: 60 })).not.toThrow();
      expect(apply({ iat: now, exp: now + 61 }, { maxLifetime: 60 })).toThrow(refusal('lifetime_too_long', 'exp'));
    });

    it.each([{ maxTokenAge: 60 }, { maxLifetime: 60 }])('P4 · C-15 · demands iat for %j', (limit) => {
      expect(apply({}, limit)).toThrow(refusal('claim_missing', 'iat'));
    });
  });

  describe('audience and binding', () => {
    it('P1 · C-26 · C-31 · rejects a token without the audience, or with another', () => {
      expect(apply({ aud: undefined })).toThrow(refusal('audience_missing', 'aud'));
      expect(apply({ aud: 'other' })).toThrow(refusal('audience_mismatch', 'aud'));
    });

    it('P1 · checks no audience where the option is null, and then still its type', () => {
      expect(apply({ aud: undefined }, { audience: null })).not.toThrow();
      expect(apply({ aud: 1 }, { audience: null })).toThrow(refusal('malformed', 'aud'));
    });

    it('C-34 · C-62 · demands that all bindings hold', () => {
      const bindings = [
        { claim: 'azp', values: ['app'] },
        { claim: 'tid', values: ['t1'] },
      ];
      expect(apply({ azp: 'app', tid: 't1' }, { bindings })).not.toThrow();
      expect(apply({ azp: 'app', tid: 't2' }, { bindings })).toThrow(refusal('claim_mismatch', 'tid'));
      expect(apply({ tid: 't1' }, { bindings })).toThrow(refusal('claim_missing', 'azp'));
    });
  });

  it.each([undefined, null, ''])('P1 · takes a required claim that is %j for missing', (org) => {
    expect(apply({ org }, { requiredClaims: ['org'] })).toThrow(refusal('claim_missing', 'org'));
    expect(apply({ org: 0 }, { requiredClaims: ['org'] })).not.toThrow();
  });

  it('J15 · takes a required claim that every object inherits for missing', () => {
    expect(apply({}, { requiredClaims: ['constructor'] })).toThrow(refusal('claim_missing', 'constructor'));
  });

  it('names the audience by its own reason when a profile requires it', () => {
    const change = { audience: null, requiredClaims: ['aud'] };
    expect(apply({ aud: undefined }, change)).toThrow(refusal('audience_missing', 'aud'));
  });
});
