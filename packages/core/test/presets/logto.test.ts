import { logto } from '../../src/presets/logto.js';
import { errorWith, textWith } from '../support/expectations.js';
import { testKey } from '../support/keys.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';

const options = { domain: 'example.logto.app', audience: 'https://api.example.com' };
const jwksUri = 'https://example.logto.app/oidc/jwks';
const key = testKey('ES384', 'provider');
const provider = presetUnderTest(logto(options), keysAt(jwksUri, key));
const header = { typ: 'at+jwt' };
const claims: Members = {
  iss: 'https://example.logto.app/oidc',
  sub: 'u1',
  aud: 'https://api.example.com',
  client_id: 'app1',
  scope: 'orders:read orders:write',
  jti: 'j1',
};
const create = (change: object) => () => logto({ ...options, ...change });

describe('logto', () => {
  it('accepts an access token, and fetches the keys at one URL', async () => {
    expect(await provider.verify({ claims, header, key })).toMatchObject({
      clientId: 'app1',
      scopes: ['orders:read', 'orders:write'],
      roles: [],
    });
    expect(provider.asked).toEqual([jwksUri]);
  });

  it.each([
    ['P1, C-31', 'a token for another API', { aud: 'https://other.example.com' }, 'audience_mismatch aud'],
    ['P1, C-31', 'a token for an organization', { aud: 'urn:logto:organization:o1' }, 'audience_mismatch aud'],
    ['P1, C-26', 'a token without audience', { aud: undefined }, 'audience_missing aud'],
    ['P5', 'a token of another tenant', { iss: 'https://other.logto.app/oidc' }, 'issuer_not_trusted iss'],
  ])('%s · refuses %s', async (_id, _name, change, verdict) => {
    expect(await provider.verdict({ claims: { ...claims, ...change }, header, key })).toBe(verdict);
  });

  it('P3 · refuses an ID token, whose type is none or JWT, and an opaque token', async () => {
    expect(await provider.verdict({ claims, key })).toBe('type_mismatch typ');
    expect(await provider.verdict({ claims, key, header: { typ: 'JWT' } })).toBe('type_mismatch typ');
    expect(await provider.verdict('8jw2Xk0pAq')).toBe('opaque');
  });

  it('is overridden where the tenant signs by another algorithm', async () => {
    const rsa = testKey('RS256', 'rsa');
    const changed = presetUnderTest({ ...logto(options), algorithms: ['RS256'] }, keysAt(jwksUri, rsa));
    expect(await provider.verdict({ claims, header, key: rsa })).toBe('algorithm_not_allowed alg');
    expect(await changed.verdict({ claims, header, key: rsa })).toBe('accepted');
  });

  it.each([
    ['domain', { domain: 'https://example.logto.app/oidc' }, 'no https://'],
    ['audience', { audience: undefined }, 'API identifier'],
    ['resource', { resource: 'x' }, 'unknown option'],
  ])('G-01 · names the option %s and its remedy: %j', (option, change, remedy) => {
    expect(create(change)).toThrow(errorWith({ option: `logto.${option}`, message: textWith(remedy) }));
  });
});
