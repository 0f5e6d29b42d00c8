import { issuerClaim, registeredClaims, stringClaim } from '../../src/claims/registered-claims.js';
import type { JsonObject } from '../../src/token/strict-json.js';
import { refusal } from '../support/refusal.js';

const claims = { iss: 'https://issuer.example', exp: 2_000 };
const read = (more: JsonObject) => () => registeredClaims({ ...claims, ...more });

describe('registeredClaims', () => {
  it('answers the registered claims in their types', () => {
    expect(read({ nbf: 1_000, iat: 1_000.5, sub: 'alice', aud: ['a'], jti: 'j', client_id: 'c', sid: 's' })()).toEqual({
      iss: 'https://issuer.example',
      exp: 2_000,
      nbf: 1_000,
      iat: 1_000.5,
      sub: 'alice',
      aud: ['a'],
      jti: 'j',
      client_id: 'c',
      sid: 's',
    });
    expect(read({})()).toEqual({ ...claims, nbf: undefined, iat: undefined, sub: undefined });
  });

  it('P1 · C-01 · rejects a token without exp', () => {
    expect(() => registeredClaims({ iss: 'i' })).toThrow(refusal('claim_missing', 'exp'));
  });

  it('P1 · rejects a token without iss', () => {
    expect(() => registeredClaims({ exp: 1 })).toThrow(refusal('claim_missing', 'iss'));
  });

  it.each([
    ['C-03', 'exp', '2000'],
    ['C-06', 'exp', Infinity],
    ['C-13', 'nbf', Infinity],
    ['C-13', 'nbf', -Infinity],
    ['C-17', 'iat', Infinity],
    ['C-17', 'iat', '1000'],
    ['C-17', 'iat', null],
    ['C-17', 'iat', true],
    ['C-17', 'iat', []],
    ['C-17', 'iat', -1],
    ['C-17', 'iat', 0],
    ['C-10', 'iat', 2_000],
    ['C-10', 'iat', 2_001],
    ['C-14', 'nbf', 2_000],
    ['C-14', 'nbf', 2_001],
  ])('J11 · %s · rejects %s %j as malformed', (_id, claim, value) => {
    expect(read({ [claim]: value })).toThrow(refusal('malformed', claim));
  });

  it.each(['iss', 'sub', 'jti', 'client_id', 'sid'])(
    'J12 · C-23 · C-35 · C-39 · rejects a %s that is no text, or empty',
    (claim) => {
      for (const value of [['https://issuer.example'], {}, null, '', 1, true])
        expect(read({ [claim]: value })).toThrow(refusal('malformed', claim));
    },
  );

  it('J12 · C-30 · rejects an audience of the wrong type whether or not one is asked for', () => {
    expect(read({ aud: [1] })).toThrow(refusal('malformed', 'aud'));
  });
});

describe('issuerClaim', () => {
  it('M-06 · rejects an issuer that is absent or of another type', () => {
    expect(() => issuerClaim({})).toThrow(refusal('claim_missing', 'iss'));
    expect(() => issuerClaim({ iss: ['a'] })).toThrow(refusal('malformed', 'iss'));
  });
});

describe('stringClaim', () => {
  it('J15 · reads no inherited member', () => {
    expect(stringClaim({}, 'constructor')).toBeUndefined();
  });
});
