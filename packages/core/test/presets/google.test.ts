import { google } from '../../src/presets/google.js';
import { errorWith, textWith } from '../support/expectations.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';

const clientId = '1234-abc.apps.googleusercontent.com';
const jwksUri = 'https://www.googleapis.com/oauth2/v3/certs';
const provider = presetUnderTest(google({ clientId }), keysAt(jwksUri));
const workspace = presetUnderTest(google({ clientId, hostedDomain: 'example.com' }), keysAt(jwksUri));
const claims: Members = {
  iss: 'https://accounts.google.com',
  aud: clientId,
  azp: clientId,
  sub: '110169484474386276334',
  at_hash: 'x',
  nonce: 'n',
  hd: 'example.com',
  email: 'alice@example.com',
};
const create = (change: object) => () => google({ clientId, ...change });

describe('google', () => {
  it('P5 · accepts an ID token of either spelling of the issuer, by the same keys', async () => {
    for (const iss of ['https://accounts.google.com', 'accounts.google.com'])
      expect(await provider.verify({ claims: { ...claims, iss }, header: { typ: 'JWT' } })).toMatchObject({
        issuer: iss,
        clientId,
        scopes: [],
        roles: [],
      });
    expect(provider.asked).toEqual([jwksUri, jwksUri]);
  });

  it.each([
    ['P1, C-31', 'an ID token for another client', { aud: 'other', azp: clientId }, 'audience_mismatch aud'],
    ['P1, C-26', 'an ID token for nobody', { aud: undefined }, 'audience_missing aud'],
    ['P3', 'an access token', { token_use: 'access' }, 'type_mismatch token_use'],
    ['P3, C-47', 'a security event', { events: {} }, 'type_mismatch events'],
    ['J12', 'another spelling of the issuer', { iss: 'https://accounts.google.com/' }, 'issuer_not_trusted iss'],
  ])('%s · refuses %s', async (_id, _name, change, verdict) => {
    expect(await provider.verdict({ claims: { ...claims, ...change } })).toBe(verdict);
  });

  it('refuses an access token of Google, which is opaque', async () => {
    expect(await provider.verdict('ya29-a0AfH6SMB')).toBe('opaque');
  });

  it('C-62 · accepts a Workspace alone where one is named', async () => {
    expect(await workspace.verdict({ claims })).toBe('accepted');
    expect(await workspace.verdict({ claims: { ...claims, hd: 'evil.example' } })).toBe('claim_mismatch hd');
    expect(await workspace.verdict({ claims: { ...claims, hd: undefined } })).toBe('claim_missing hd');
  });

  it.each([
    ['clientId', { clientId: undefined }, 'OAuth client IDs'],
    ['hostedDomain', { hostedDomain: undefined }, 'or leave it out'],
    ['hostedDomain', { hostedDomain: 'https://example.com' }, 'no https://'],
    ['hd', { hd: 'example.com' }, 'unknown option'],
  ])('G-01 · names the option %s and its remedy: %j', (option, change, remedy) => {
    expect(create(change)).toThrow(errorWith({ option: `google.${option}`, message: textWith(remedy) }));
  });
});
