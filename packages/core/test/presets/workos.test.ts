import { workos } from '../../src/presets/workos.js';
import type { WorkosOptions } from '../../src/presets/workos.js';
import { errorWith, textWith } from '../support/expectations.js';
import { testKey } from '../support/keys.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';

const clientId = 'client_01HABC';
const jwksUri = 'https://api.workos.com/sso/jwks/client_01HABC';
const provider = presetUnderTest(workos({ clientId }), keysAt(jwksUri));
const claims: Members = {
  iss: 'https://api.workos.com',
  sub: 'user_01H',
  sid: 'session_01H',
  org_id: 'org_01H',
  role: 'member',
  roles: ['member', 'clerk'],
  permissions: ['orders:read', 'orders:write'],
  jti: 'j1',
};

describe('workos', () => {
  it('P5 · accepts a session token of either spelling of the issuer, by the keys of this client', async () => {
    for (const iss of ['https://api.workos.com', 'https://api.workos.com/user_management/client_01HABC'])
      expect(await provider.verify({ claims: { ...claims, iss } })).toMatchObject({
        issuer: iss,
        scopes: ['orders:read', 'orders:write'],
        roles: ['member', 'clerk'],
      });
    expect(provider.asked).toEqual([jwksUri, jwksUri]);
  });

  it('reads the one role that older tokens name, or none', async () => {
    expect(await provider.verify({ claims: { ...claims, roles: undefined } })).toMatchObject({ roles: ['member'] });
    const none = { ...claims, role: undefined, roles: undefined, permissions: undefined };
    expect(await provider.verify({ claims: none })).toMatchObject({ roles: [], scopes: [] });
    expect(await provider.verdict({ claims: { ...claims, roles: { admin: true } } })).toBe('malformed');
  });

  it.each([
    [
      'P5',
      'a token of another client',
      { iss: 'https://api.workos.com/user_management/client_evil' },
      'issuer_not_trusted iss',
    ],
    [
      'P5',
      'a token of WorkOS Connect',
      { iss: 'https://example.authkit.app', aud: clientId },
      'issuer_not_trusted iss',
    ],
    ['C-62', 'a token that names another client', { client_id: 'client_evil' }, 'claim_mismatch client_id'],
    ['P3', 'a token of no session', { sid: undefined }, 'claim_missing sid'],
    ['P3', 'an ID token', { at_hash: 'x' }, 'type_mismatch at_hash'],
  ])('%s · refuses %s', async (_id, _name, change, verdict) => {
    expect(await provider.verdict({ claims: { ...claims, ...change } })).toBe(verdict);
  });

  it('M-02 · refuses a token by the key of another client, which is in no other set', async () => {
    expect(await provider.verdict({ claims, key: testKey('RS256', 'other client') })).toBe('key_not_found kid');
    const alike = { ...testKey('RS256', 'other client'), kid: 'provider' };
    expect(await provider.verdict({ claims, key: alike })).toBe('signature_mismatch');
  });

  it.each([[''], [undefined], ['client_01H/../client_evil'], ['client 1']])(
    'G-01 · names the client ID and its remedy: %j',
    (wrong) => {
      expect(() => workos({ clientId: wrong } as WorkosOptions)).toThrow(
        errorWith({ option: 'workos.clientId', message: textWith('client ID') }),
      );
    },
  );
});
