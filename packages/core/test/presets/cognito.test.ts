import { cognito } from '../../src/presets/cognito.js';
import { errorWith, textWith } from '../support/expectations.js';
import { testKey } from '../support/keys.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';

const options = { userPoolId: 'eu-west-1_a1B2c3D4e', clientId: ['web', 'mobile'] };
const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4e';
const jwksUri = `${issuer}/.well-known/jwks.json`;
const provider = presetUnderTest(cognito(options), keysAt(jwksUri));
const claims: Members = {
  iss: issuer,
  sub: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  client_id: 'mobile',
  token_use: 'access',
  scope: 'orders/read orders/write',
  'cognito:groups': ['clerks'],
  username: 'alice',
  jti: 'j1',
};
const idToken = { ...claims, aud: 'web', token_use: 'id', client_id: undefined, 'cognito:username': 'alice' };
const create = (change: object) => () => cognito({ ...options, ...change });

describe('cognito', () => {
  it('accepts an access token, which has no audience, and fetches the keys at one URL', async () => {
    expect(await provider.verify({ claims })).toMatchObject({
      clientId: 'mobile',
      scopes: ['orders/read', 'orders/write'],
      roles: ['clerks'],
    });
    expect(provider.asked).toEqual([jwksUri]);
  });

  it('P1 · checks the audience too where resource binding adds one', async () => {
    const bound = presetUnderTest({ ...cognito(options), audience: 'https://api.example.com' }, keysAt(jwksUri));
    expect(await bound.verdict({ claims: { ...claims, aud: 'https://api.example.com' } })).toBe('accepted');
    expect(await bound.verdict({ claims })).toBe('audience_missing aud');
  });

  it.each([
    ['P3, C-50', 'an ID token', idToken, 'type_mismatch token_use'],
    ['P3', 'an ID token that names a client', { ...idToken, client_id: 'web' }, 'type_mismatch token_use'],
    ['P3', 'a token that does not say its use', { ...claims, token_use: undefined }, 'claim_missing token_use'],
    ['C-62', 'a token of another app client', { ...claims, client_id: 'other' }, 'claim_mismatch client_id'],
    ['C-62', 'a token of no app client', { ...claims, client_id: undefined }, 'claim_missing client_id'],
    [
      'C-62',
      'a client that only the audience names',
      { ...claims, client_id: undefined, aud: 'web' },
      'claim_missing client_id',
    ],
    ['P5', 'a token of another pool', { ...claims, iss: issuer.replace(/e$/, 'f') }, 'issuer_not_trusted iss'],
    [
      'P5',
      'a token of another region',
      { ...claims, iss: issuer.replaceAll('eu-west-1', 'eu-west-2') },
      'issuer_not_trusted iss',
    ],
  ])('%s · refuses %s', async (_id, _name, shaped, verdict) => {
    expect(await provider.verdict({ claims: shaped })).toBe(verdict);
  });

  it('M-02 · refuses a token that says the right pool and is signed by a key of another', async () => {
    const other = { ...testKey('RS256', 'other pool'), kid: 'provider' };
    expect(await provider.verdict({ claims, key: other })).toBe('signature_mismatch');
  });

  it.each([
    ['userPoolId', { userPoolId: 'a1B2c3D4e' }, 'eu-west-1_a1B2c3D4e'],
    ['userPoolId', { userPoolId: issuer }, 'ID of the pool'],
    ['userPoolId', { userPoolId: undefined }, 'ID of the pool'],
    ['clientId', { clientId: undefined }, 'app clients'],
    ['clientId', { clientId: [] }, 'app clients'],
    ['region', { region: 'us-east-1' }, 'the pool is in eu-west-1'],
    ['region', { region: undefined }, 'the pool is in eu-west-1'],
    ['tokenUse', { tokenUse: 'id' }, 'unknown option'],
  ])('G-01 · names the option %s and its remedy: %j', (option, change, remedy) => {
    expect(create(change)).toThrow(errorWith({ option: `cognito.${option}`, message: textWith(remedy) }));
  });

  it('takes the region of the pool', () => {
    expect(create({ region: 'eu-west-1' })().issuer).toBe(issuer);
    expect(create({ userPoolId: 'us-gov-west-1_x' })().issuer).toBe(
      'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_x',
    );
  });
});
