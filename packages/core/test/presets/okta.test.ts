import { okta } from '../../src/presets/okta.js';
import { errorWith, textWith } from '../support/expectations.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';

const options = { domain: 'example.okta.com', audience: 'api://default' };
const issuer = 'https://example.okta.com/oauth2/default';
const jwksUri = `${issuer}/v1/keys`;
const provider = presetUnderTest(okta(options), keysAt(jwksUri));
const claims: Members = {
  iss: issuer,
  sub: 'alice@example.com',
  aud: 'api://default',
  ver: 1,
  jti: 'AT.x',
  cid: '0oa1client',
  uid: '00u1user',
  scp: ['openid', 'orders:read'],
  groups: ['Everyone', 'Clerks'],
};
const create = (change: object) => () => okta({ ...options, ...change });

describe('okta', () => {
  it.each([undefined, 'JWT', 'at+jwt', 'application/okta-internal-at+jwt'])(
    'J13 · accepts an access token of the type %s',
    async (typ) => {
      expect(await provider.verify({ claims, header: { typ } })).toMatchObject({
        clientId: '0oa1client',
        scopes: ['openid', 'orders:read'],
        roles: ['Everyone', 'Clerks'],
      });
      expect(provider.asked).toEqual([jwksUri]);
    },
  );

  it.each([
    ['P3', 'an ID token', { aud: '0oa1client', at_hash: 'x' }, 'type_mismatch at_hash'],
    ['P3', 'an ID token without at_hash', { aud: '0oa1client' }, 'audience_mismatch aud'],
    ['P1, C-26', 'a token without audience', { aud: undefined }, 'audience_missing aud'],
    [
      'P5',
      'a token of another authorization server',
      { iss: 'https://example.okta.com/oauth2/aus1' },
      'issuer_not_trusted iss',
    ],
    [
      'P5',
      'a token of the org authorization server',
      { iss: 'https://example.okta.com', aud: 'https://example.okta.com' },
      'issuer_not_trusted iss',
    ],
    [
      'P5',
      'a token of another organization',
      { iss: 'https://evil.okta.com/oauth2/default' },
      'issuer_not_trusted iss',
    ],
  ])('%s · refuses %s', async (_id, _name, change, verdict) => {
    expect(await provider.verdict({ claims: { ...claims, ...change } })).toBe(verdict);
  });

  it('serves an authorization server of any name', () => {
    expect(create({ authorizationServer: 'aus1a2b3' })().issuer).toBe('https://example.okta.com/oauth2/aus1a2b3');
  });

  it.each([
    ['domain', { domain: 'https://example.okta.com' }, 'no https://'],
    ['domain', { domain: 'example-admin.okta.com' }, 'leave out "-admin"'],
    ['domain', { domain: 'example-admin.oktapreview.com' }, 'leave out "-admin"'],
    ['authorizationServer', { authorizationServer: undefined }, 'use a custom one'],
    ['authorizationServer', { authorizationServer: '' }, 'use a custom one'],
    ['authorizationServer', { authorizationServer: null }, 'use a custom one'],
    ['audience', { audience: 'https://example.okta.com' }, 'use a custom one'],
    ['audience', { audience: undefined }, 'audience of the authorization server'],
    ['issuer', { issuer }, 'unknown option'],
  ])('G-01 · names the option %s and its remedy: %j', (option, change, remedy) => {
    expect(create(change)).toThrow(errorWith({ option: `okta.${option}`, message: textWith(remedy) }));
  });
});
