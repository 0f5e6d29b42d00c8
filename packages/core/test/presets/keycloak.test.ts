import { keycloak } from '../../src/presets/keycloak.js';
import { errorWith, textWith } from '../support/expectations.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';

const options = { baseUrl: 'https://sso.example.com', realm: 'shop', audience: 'orders-api' };
const jwksUri = 'https://sso.example.com/realms/shop/protocol/openid-connect/certs';
const provider = presetUnderTest(keycloak(options), keysAt(jwksUri));
const claims: Members = {
  iss: 'https://sso.example.com/realms/shop',
  sub: '6f9c1b52-90a2-4f0c-8a0d-0d8e61b0a001',
  typ: 'Bearer',
  azp: 'web',
  aud: ['orders-api', 'account'],
  nonce: 'older versions have one',
  scope: 'openid profile orders:read',
  realm_access: { roles: ['customer', 'offline_access'] },
  resource_access: { 'orders.api': { roles: ['clerk'] }, account: { roles: ['view-profile'] } },
};
const create = (change: object) => () => keycloak({ ...options, ...change });

describe('keycloak', () => {
  it('accepts an access token, of either type, and fetches the keys at one URL', async () => {
    for (const typ of ['JWT', 'at+jwt', undefined])
      expect(await provider.verify({ claims, header: { typ } })).toMatchObject({
        clientId: 'web',
        scopes: ['openid', 'profile', 'orders:read'],
        roles: ['customer', 'offline_access'],
      });
    expect(provider.asked).toEqual([jwksUri]);
  });

  it('reads the roles of a client, whatever its name', async () => {
    const rolesOf = (rolesOfClient: string) =>
      presetUnderTest(keycloak({ ...options, rolesOfClient }), keysAt(jwksUri)).verify({ claims });
    expect(await rolesOf('orders.api')).toMatchObject({ roles: ['clerk'] });
    expect(await rolesOf('constructor')).toMatchObject({ roles: [] });
  });

  it.each([
    ['P3', 'an ID token', { typ: 'ID', aud: 'orders-api' }, 'type_mismatch typ'],
    ['P3', 'a refresh token', { typ: 'Refresh' }, 'type_mismatch typ'],
    ['P3', 'an offline token', { typ: 'Offline' }, 'type_mismatch typ'],
    ['P3', 'a logout token', { typ: 'Logout' }, 'type_mismatch typ'],
    ['P3', 'a token of an e-mail link', { typ: 'reset-credentials' }, 'claim_mismatch typ'],
    ['P1, C-31', 'a token for account alone', { aud: 'account' }, 'audience_mismatch aud'],
    ['P1, C-26', 'a token without audience', { aud: undefined }, 'audience_missing aud'],
    ['P1', 'a token that only its client names', { aud: 'web', azp: 'orders-api' }, 'audience_mismatch aud'],
    ['P5, M-01', 'a token of another realm', { iss: 'https://sso.example.com/realms/test' }, 'issuer_not_trusted iss'],
    ['J12', 'an issuer with a slash', { iss: 'https://sso.example.com/realms/shop/' }, 'issuer_not_trusted iss'],
  ])('%s · refuses %s', async (_id, _name, change, verdict) => {
    expect(await provider.verdict({ claims: { ...claims, ...change } })).toBe(verdict);
  });

  it('accepts an access token without the claim typ, which a mapper may leave out', async () => {
    expect(await provider.verdict({ claims: { ...claims, typ: undefined } })).toBe('accepted');
  });

  it('goes below a path of its own', () => {
    expect(create({ baseUrl: 'https://example.com/auth' })().issuer).toBe('https://example.com/auth/realms/shop');
  });

  it.each([
    ['baseUrl', { baseUrl: 'sso.example.com' }, 'absolute https: URL'],
    ['baseUrl', { baseUrl: 'http://sso.example.com' }, 'absolute https: URL'],
    ['baseUrl', { baseUrl: 'https://sso.example.com/' }, 'without a slash at the end'],
    ['baseUrl', { baseUrl: 'https://sso.example.com/realms/shop' }, 'before /realms'],
    ['baseUrl', { baseUrl: 'https://sso.example.com?a' }, 'before /realms'],
    ['realm', { realm: '../master' }, 'name of the realm'],
    ['realm', { realm: '..' }, 'name of the realm'],
    ['realm', { realm: undefined }, 'name of the realm'],
    ['audience', { audience: undefined }, 'audience mapper'],
    ['audience', { audience: ['orders-api', 'account'] }, 'for "account"'],
    ['rolesOfClient', { rolesOfClient: undefined }, 'ID of the client'],
    ['clientId', { clientId: 'web' }, 'unknown option'],
  ])('G-01 · names the option %s and its remedy: %j', (option, change, remedy) => {
    expect(create(change)).toThrow(
      errorWith({ option: expect.stringMatching(`^keycloak.${option}$`), message: textWith(remedy) }),
    );
  });
});
