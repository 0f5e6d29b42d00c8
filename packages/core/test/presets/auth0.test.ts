import { auth0 } from '../../src/presets/auth0.js';
import { errorWith, textWith } from '../support/expectations.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';
import { testKey } from '../support/keys.js';

const options = { domain: 'example.eu.auth0.com', audience: 'https://api.example.com' };
const jwksUri = 'https://example.eu.auth0.com/.well-known/jwks.json';
const provider = presetUnderTest(auth0(options), keysAt(jwksUri));
const claims: Members = {
  iss: 'https://example.eu.auth0.com/',
  sub: 'auth0|64b0c2f5',
  aud: ['https://api.example.com', 'https://example.eu.auth0.com/userinfo'],
  azp: 'my_client_id',
  scope: 'openid read:orders',
  permissions: ['read:orders', 'write:orders'],
};
const create = (change: object) => () => auth0({ ...options, ...change });

describe('auth0', () => {
  it('K7 · accepts an access token of its own profile, and fetches the keys at one URL', async () => {
    expect(await provider.verify({ claims, header: { typ: 'JWT' } })).toMatchObject({
      clientId: 'my_client_id',
      scopes: ['openid', 'read:orders'],
      roles: ['read:orders', 'write:orders'],
    });
    expect(provider.asked).toEqual([jwksUri]);
  });

  it('accepts an access token of RFC 9068, and one without permissions', async () => {
    const rfc9068 = { ...claims, client_id: 'machine', azp: undefined, permissions: undefined, jti: 'j1' };
    expect(await provider.verify({ claims: rfc9068, header: { typ: 'at+jwt' } })).toMatchObject({
      clientId: 'machine',
      roles: [],
    });
  });

  it.each([
    ['P3', 'an ID token', { aud: 'my_client_id', nonce: 'n' }, 'audience_mismatch aud'],
    ['P3', 'an ID token of the hybrid flow', { at_hash: 'x' }, 'type_mismatch at_hash'],
    [
      'P1, C-31',
      'a token for userinfo alone',
      { aud: 'https://example.eu.auth0.com/userinfo' },
      'audience_mismatch aud',
    ],
    ['P1, C-26', 'a token without audience', { aud: undefined }, 'audience_missing aud'],
    ['J12', 'an audience with a slash more', { aud: 'https://api.example.com/' }, 'audience_mismatch aud'],
    ['J12', 'an issuer without its slash', { iss: 'https://example.eu.auth0.com' }, 'issuer_not_trusted iss'],
    ['P5', 'a token of another tenant', { iss: 'https://other.eu.auth0.com/' }, 'issuer_not_trusted iss'],
  ])('%s · refuses %s', async (_id, _name, change, verdict) => {
    expect(await provider.verdict({ claims: { ...claims, ...change } })).toBe(verdict);
    expect(provider.asked).toEqual([jwksUri]);
  });

  it('refuses an opaque token, an encrypted one, and one of another algorithm', async () => {
    expect(await provider.verdict('8jw2Xk0pAq')).toBe('opaque');
    expect(await provider.verdict('eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..aaaa.bbbb.cccc')).toBe('encrypted');
    expect(await provider.verdict({ claims, key: testKey('PS256', 'provider') })).toBe('algorithm_not_allowed alg');
  });

  it('is overridden where the tenant is set up otherwise', async () => {
    const key = testKey('PS256', 'ps');
    const changed = presetUnderTest(
      { ...auth0(options), algorithms: ['PS256'], scopesFrom: 'permissions' },
      keysAt(jwksUri, key),
    );
    expect(await changed.verify({ claims, key })).toMatchObject({ scopes: ['read:orders', 'write:orders'] });
  });

  it.each([
    ['domain', { domain: 'https://example.eu.auth0.com' }, 'no https://'],
    ['domain', { domain: 'example.eu.auth0.com/' }, 'no slash'],
    ['domain', { domain: undefined }, 'example.eu.auth0.com'],
    ['audience', { audience: null }, 'identifier of your API'],
    ['audience', { audience: [] }, 'identifier of your API'],
    ['audience', { audience: ['a', 'https://example.eu.auth0.com/userinfo'] }, 'userinfo'],
    ['audiences', { audiences: 'a' }, 'unknown option'],
  ])('G-01 · names the option %s and its remedy: %j', (option, change, remedy) => {
    expect(create(change)).toThrow(errorWith({ option: `auth0.${option}`, message: textWith(remedy) }));
  });
});
