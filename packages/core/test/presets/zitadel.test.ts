import { zitadel } from '../../src/presets/zitadel.js';
import { errorWith, textWith } from '../support/expectations.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';

const options = { domain: 'example.zitadel.cloud', projectId: '271828' };
const jwksUri = 'https://example.zitadel.cloud/oauth/v2/keys';
const provider = presetUnderTest(zitadel(options), keysAt(jwksUri));
const claims: Members = {
  iss: 'https://example.zitadel.cloud',
  sub: '314159',
  aud: ['271828', '141421@shop'],
  client_id: '141421@shop',
  jti: 'V2_1-at_2',
  'urn:zitadel:iam:org:project:271828:roles': {
    clerk: { '161803': 'shop.example' },
    auditor: { '161803': 'shop.example' },
  },
  'urn:zitadel:iam:org:project:roles': { admin: { '161803': 'shop.example' } },
};
const create = (change: object) => () => zitadel({ ...options, ...change });

describe('zitadel', () => {
  it('accepts an access token, and fetches the keys at one URL', async () => {
    expect(await provider.verify({ claims })).toMatchObject({
      clientId: '141421@shop',
      roles: ['clerk', 'auditor'],
      scopes: [],
    });
    expect(provider.asked).toEqual([jwksUri]);
  });

  it('reads the roles of this project, and of another claim only where that is said', async () => {
    const rolesClaim = 'urn:zitadel:iam:org:project:roles';
    const other = presetUnderTest(zitadel({ ...options, rolesClaim }), keysAt(jwksUri));
    const own = 'urn:zitadel:iam:org:project:271828:roles';
    expect(await other.verify({ claims })).toMatchObject({ roles: ['admin'] });
    for (const roles of [undefined, ['clerk'], 'clerk', null])
      expect(await provider.verify({ claims: { ...claims, [own]: roles } })).toMatchObject({ roles: [] });
  });

  it.each([
    ['P1, C-31', 'a token for another project', { aud: ['141421@shop'] }, 'audience_mismatch aud'],
    ['P1, C-26', 'a token without audience', { aud: undefined }, 'audience_missing aud'],
    ['P3', 'an ID token', { at_hash: 'x', jti: undefined }, 'type_mismatch at_hash'],
    ['P3', 'an ID token without at_hash', { jti: undefined, azp: '141421@shop' }, 'claim_missing jti'],
    ['P5', 'a token of another instance', { iss: 'https://other.zitadel.cloud' }, 'issuer_not_trusted iss'],
  ])('%s · refuses %s', async (_id, _name, change, verdict) => {
    expect(await provider.verdict({ claims: { ...claims, ...change } })).toBe(verdict);
  });

  it('refuses an opaque token', async () => {
    expect(await provider.verdict('Xk0pAq8jw2_opaque-token')).toBe('opaque');
  });

  it.each([
    ['domain', { domain: 'https://example.zitadel.cloud' }, 'no https://'],
    ['projectId', { projectId: undefined }, 'ID of the project'],
    ['rolesClaim', { rolesClaim: '' }, 'name the claim'],
    ['audience', { audience: 'x' }, 'unknown option'],
  ])('G-01 · names the option %s and its remedy: %j', (option, change, remedy) => {
    expect(create(change)).toThrow(errorWith({ option: `zitadel.${option}`, message: textWith(remedy) }));
  });
});
