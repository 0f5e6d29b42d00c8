import { entraId } from '../../src/presets/entra-id.js';
import type { EntraIdOptions } from '../../src/presets/entra-id.js';
import type { Jwk } from '../../src/index.js';
import { client, clientId, header, keysUri, login, otherId, tenantId, v1, v2 } from '../support/entra-id.js';
import { errorWith, textWith } from '../support/expectations.js';
import { publicJwk, testKey } from '../support/keys.js';
import type { TestKey } from '../support/keys.js';
import { keysAt, presetUnderTest, providerKey } from '../support/preset.js';

interface Marked {
  readonly key: TestKey;
  readonly jwk: Jwk;
}

const options = { tenantId, clientId };
const second = presetUnderTest(entraId(options), keysAt(keysUri[2]));
const first = presetUnderTest(entraId({ ...options, version: 1 }), keysAt(keysUri[1]));

describe('entraId of one tenant', () => {
  it.each([
    ['2', second, v2, keysUri[2]],
    ['1', first, v1, keysUri[1]],
  ])(
    'accepts an access token of version %s, and fetches the keys at one URL',
    async (_version, provider, claims, url) => {
      expect(await provider.verify({ claims, header })).toMatchObject({
        clientId: client,
        scopes: ['Orders.Read', 'Orders.Write'],
        roles: ['Clerk'],
      });
      expect(provider.asked).toEqual([url]);
    },
  );

  it('accepts a token of an application, which has roles and no scopes', async () => {
    const claims = { ...v2, scp: undefined, roles: ['Orders.Read.All'], idtyp: 'app' };
    expect(await second.verify({ claims, header })).toMatchObject({ scopes: [], roles: ['Orders.Read.All'] });
  });

  it('accepts the client ID and the App ID URI in tokens of version 1', async () => {
    const own = presetUnderTest(
      entraId({ ...options, version: 1, appIdUri: 'https://api.example.com' }),
      keysAt(keysUri[1]),
    );
    for (const aud of [clientId, 'https://api.example.com'])
      expect(await own.verdict({ claims: { ...v1, aud }, header })).toBe('accepted');
    expect(await own.verdict({ claims: v1, header })).toBe('audience_mismatch aud');
  });

  it.each([
    ['P5', 'a token of version 1', v1, 'issuer_not_trusted iss'],
    [
      'P8, M-01',
      'a token of another tenant',
      { ...v2, iss: `${login}/${otherId}/v2.0`, tid: otherId },
      'issuer_not_trusted iss',
    ],
    ['P8, C-62', 'a tenant that does not agree with the issuer', { ...v2, tid: otherId }, 'claim_mismatch tid'],
    ['P8, C-62', 'a token without tenant', { ...v2, tid: undefined }, 'claim_missing tid'],
    [
      'P8',
      'the placeholder in place of a tenant',
      { ...v2, iss: `${login}/{tenantid}/v2.0` },
      'issuer_not_trusted iss',
    ],
    [
      'P3',
      'an ID token of a client that shares the registration',
      { ...v2, azp: undefined, scp: undefined },
      'claim_missing azp',
    ],
    [
      'P1, C-31',
      'a token for Microsoft Graph',
      { ...v2, aud: '00000003-0000-0000-c000-000000000000' },
      'audience_mismatch aud',
    ],
    ['P1, C-31', 'an App ID URI in version 2', { ...v2, aud: `api://${clientId}` }, 'audience_mismatch aud'],
    ['P1, C-26', 'a token without audience', { ...v2, aud: undefined }, 'audience_missing aud'],
    ['J12', 'an issuer with a slash', { ...v2, iss: `${login}/${tenantId}/v2.0/` }, 'issuer_not_trusted iss'],
  ])('%s · refuses %s', async (_id, _name, claims, verdict) => {
    expect(await second.verdict({ claims, header })).toBe(verdict);
  });

  it.each([
    ['P5', 'a token of version 2', v2, 'issuer_not_trusted iss'],
    ['P3', 'an ID token', { ...v1, aud: clientId, appid: undefined }, 'claim_missing appid'],
  ])('%s · refuses %s where version 1 is expected', async (_id, _name, claims, verdict) => {
    expect(await first.verdict({ claims, header })).toBe(verdict);
  });

  it('P3 · refuses a type that Entra ID does not write', async () => {
    expect(await second.verdict({ claims: v2, header: { typ: 'at+jwt' } })).toBe('type_mismatch typ');
  });

  it('P8, M-01 · refuses a token by a key that is marked as another issuer’s', async () => {
    const [everyones, own, others] = ['{tenantid}', tenantId, otherId].map((tenant) => {
      const key = testKey('RS256', tenant);
      return { key, jwk: publicJwk(key, { issuer: `${login}/${tenant}/v2.0`, alg: undefined }) };
    }) as [Marked, Marked, Marked];
    const keys = [everyones.jwk, own.jwk, others.jwk];
    const provider = presetUnderTest(entraId(options), { [keysUri[2]]: keys });
    expect(await provider.verdict({ claims: v2, header, key: everyones.key })).toBe('accepted');
    expect(await provider.verdict({ claims: v2, header, key: own.key })).toBe('accepted');
    expect(await provider.verdict({ claims: v2, header, key: others.key })).toBe('key_not_found kid');
  });

  it('writes its GUIDs as tokens do', () => {
    const shouted = entraId({ tenantId: tenantId.toUpperCase(), clientId: clientId.toUpperCase() });
    expect(shouted).toEqual(entraId(options));
  });

  it.each([
    ['tenantId', { tenantId: 'common' }, '"common" and "organizations" are any tenant'],
    ['tenantId', { tenantId: 'example.onmicrosoft.com' }, 'a GUID'],
    ['tenantId', { tenantId: `{${tenantId}}` }, 'a GUID'],
    ['tenantId', { tenantId: undefined }, 'a GUID'],
    ['clientId', { clientId: `api://${clientId}` }, 'application (client) ID'],
    ['clientId', { clientId: '00000003-0000-0000-C000-000000000000' }, 'Microsoft Graph'],
    ['version', { version: 'both' }, 'list the tenant in `tenants`'],
    ['version', { version: '2.0' }, "pass 1, 2, or 'both'"],
    ['appIdUri', { appIdUri: 'https://api.example.com' }, 'leave it out'],
    ['appIdUri', { appIdUri: '', version: 1 }, 'Application ID URI'],
    ['audience', { audience: clientId }, 'unknown option'],
  ])('G-01 · names the option %s and its remedy: %j', (option, change, remedy) => {
    expect(() => entraId({ ...options, ...change } as EntraIdOptions)).toThrow(
      errorWith({ option: `entraId.${option}`, message: textWith(remedy) }),
    );
  });

  it('G-01 · refuses what are no options at all', () => {
    expect(() => entraId(undefined as never)).toThrow(errorWith({ option: 'entraId' }));
  });
});

describe('entraId of several tenants', () => {
  const otherKeysUri = `${login}/${otherId}/discovery/v2.0/keys`;
  const other = { ...v2, iss: `${login}/${otherId}/v2.0`, tid: otherId };
  const unlisted = { ...v2, iss: `${login}/${client}/v2.0`, tid: client };
  const everyKeySet = { ...keysAt(keysUri[2]), ...keysAt(keysUri[1]), ...keysAt(otherKeysUri) };

  it('P5, P8, M-05 · accepts those on the list, and asks for nobody else’s keys', async () => {
    const provider = presetUnderTest(entraId({ tenants: [tenantId, otherId], clientId }), everyKeySet);
    expect(await provider.verdict({ claims: v2, header })).toBe('accepted');
    expect(await provider.verdict({ claims: other, header })).toBe('accepted');
    expect(await provider.verdict({ claims: unlisted, header })).toBe('issuer_not_trusted iss');
    expect(await provider.verdict({ claims: { ...other, tid: tenantId }, header })).toBe('claim_mismatch tid');
    expect(provider.asked).toEqual([keysUri[2], otherKeysUri]);
  });

  it('P5, M-02 · verifies each tenant by its own keys', async () => {
    const key = { ...testKey('RS256', 'other tenant'), kid: 'provider' };
    const provider = presetUnderTest(entraId({ tenants: [tenantId, otherId], clientId }), {
      ...keysAt(keysUri[2]),
      ...keysAt(otherKeysUri, key),
    });
    expect(await provider.verdict({ claims: other, header, key })).toBe('accepted');
    expect(await provider.verdict({ claims: v2, header, key })).toBe('signature_mismatch');
    expect(await provider.verdict({ claims: other, header, key: providerKey() })).toBe('signature_mismatch');
  });

  it('accepts both versions while an API moves', async () => {
    const provider = presetUnderTest(entraId({ tenants: [tenantId], clientId, version: 'both' }), everyKeySet);
    expect(await provider.verify({ claims: v1, header })).toMatchObject({ clientId: client });
    expect(await provider.verify({ claims: v2, header })).toMatchObject({ clientId: client });
    expect(await provider.verdict({ claims: { ...v2, aud: `api://${clientId}` }, header })).toBe(
      'audience_mismatch aud',
    );
    expect(provider.asked).toEqual([keysUri[1], keysUri[2]]);
  });

  it.each([[[]], ['common'], [['common']], [[tenantId, 'x']], [undefined], [null], [true]])(
    'G-01, P8 · never takes %j for tenants',
    (tenants) => {
      expect(() => entraId({ tenants, clientId } as never)).toThrow(errorWith({ option: 'entraId.tenants' }));
    },
  );

  it('G-01 · refuses one tenant beside several, and another version', () => {
    expect(() => entraId({ ...options, tenants: [tenantId] })).toThrow(errorWith({ option: 'entraId.tenantId' }));
    expect(() => entraId({ tenants: [tenantId], clientId, version: 3 } as never)).toThrow(
      errorWith({ option: 'entraId.version' }),
    );
  });
});
