import { clerk } from '../../src/presets/clerk.js';
import { errorWith, textWith } from '../support/expectations.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';

const options = {
  domain: 'clerk.example.com',
  authorizedParties: ['https://app.example.com', 'http://localhost:5173'],
};
const jwksUri = 'https://clerk.example.com/.well-known/jwks.json';
const provider = presetUnderTest(clerk(options), keysAt(jwksUri));
const claims: Members = {
  iss: 'https://clerk.example.com',
  sub: 'user_2abc',
  sid: 'sess_2abc',
  azp: 'https://app.example.com',
  v: 2,
  sts: 'active',
  fva: [5, -1],
  o: { id: 'org_1', rol: 'admin', slg: 'example', per: 'read,manage', fpm: '3' },
};
const create = (change: object) => () => clerk({ ...options, ...change });

describe('clerk', () => {
  it('accepts a session token, which has no audience, and fetches the keys at one URL', async () => {
    expect(await provider.verify({ claims, header: { typ: 'JWT' } })).toMatchObject({
      clientId: 'https://app.example.com',
      roles: ['admin'],
      scopes: [],
    });
    expect(await provider.verify({ claims: { ...claims, o: undefined, sts: undefined } })).toMatchObject({ roles: [] });
    expect(provider.asked).toEqual([jwksUri]);
  });

  it.each([
    ['C-62', 'a session of another origin', { azp: 'https://evil.example' }, 'claim_mismatch azp'],
    ['C-62', 'an origin that only begins alike', { azp: 'https://app.example.com.evil.example' }, 'claim_mismatch azp'],
    ['C-62', 'a session of no origin', { azp: undefined }, 'claim_missing azp'],
    ['C-62', 'a session with tasks left', { sts: 'pending' }, 'claim_mismatch sts'],
    ['P3', 'a token of a JWT template', { sid: undefined }, 'claim_missing sid'],
    ['P3', 'an ID token', { at_hash: 'x', aud: 'client_1', azp: undefined }, 'type_mismatch at_hash'],
    ['P5', 'a token of another instance', { iss: 'https://clerk.evil.example' }, 'issuer_not_trusted iss'],
  ])('%s · refuses %s', async (_id, _name, change, verdict) => {
    expect(await provider.verdict({ claims: { ...claims, ...change } })).toBe(verdict);
  });

  it('C-62 · accepts a session of no origin where that is said, and no other', async () => {
    const lenient = presetUnderTest(clerk({ ...options, whenAzpAbsent: 'accept' }), keysAt(jwksUri));
    expect(await lenient.verdict({ claims: { ...claims, azp: undefined } })).toBe('accepted');
    expect(await lenient.verdict({ claims: { ...claims, azp: 'https://evil.example' } })).toBe('claim_mismatch azp');
    expect(await lenient.verdict({ claims: { ...claims, azp: undefined, sts: 'pending' } })).toBe('claim_mismatch sts');
  });

  it('P1 · checks an audience too where one is added', () => {
    expect(create({})()).not.toHaveProperty('audience');
    expect(create({ whenAzpAbsent: 'reject' })()).not.toHaveProperty('audience');
  });

  it('is overridden for version 1 of the claims', async () => {
    const older = presetUnderTest({ ...clerk(options), rolesFrom: 'org_role' }, keysAt(jwksUri));
    expect(await older.verify({ claims: { ...claims, o: undefined, org_role: 'org:admin' } })).toMatchObject({
      roles: ['org:admin'],
    });
  });

  it.each([
    ['domain', { domain: 'https://clerk.example.com' }, 'no https://'],
    ['authorizedParties', { authorizedParties: [] }, 'origins of your applications'],
    ['authorizedParties', { authorizedParties: undefined }, 'origins of your applications'],
    ['authorizedParties', { authorizedParties: 'https://app.example.com/' }, 'no slash at the end'],
    ['authorizedParties', { authorizedParties: ['app.example.com'] }, 'https://app.example.com'],
    ['whenAzpAbsent', { whenAzpAbsent: true }, "'reject' or 'accept'"],
    ['audience', { audience: null }, 'unknown option'],
  ])('G-01 · names the option %s and its remedy: %j', (option, change, remedy) => {
    expect(create(change)).toThrow(errorWith({ option: `clerk.${option}`, message: textWith(remedy) }));
  });
});
