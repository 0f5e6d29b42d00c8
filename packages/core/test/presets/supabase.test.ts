import { createSecretKey } from 'node:crypto';
import { supabase } from '../../src/presets/supabase.js';
import { errorWith, textWith } from '../support/expectations.js';
import { testKey } from '../support/keys.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';

const options = { projectRef: 'abcdefghijklmnopqrst' };
const issuer = 'https://abcdefghijklmnopqrst.supabase.co/auth/v1';
const jwksUri = `${issuer}/.well-known/jwks.json`;
const es256 = testKey('ES256', 'current');
const rs256 = testKey('RS256', 'previous');
const provider = presetUnderTest(supabase(options), keysAt(jwksUri, es256, rs256));
const claims: Members = {
  iss: issuer,
  aud: 'authenticated',
  sub: '1d0c2f3e-0000-4000-8000-000000000001',
  role: 'authenticated',
  aal: 'aal1',
  session_id: 's1',
  is_anonymous: false,
  app_metadata: { provider: 'email', roles: ['clerk'] },
  user_metadata: { roles: ['admin'] },
};
const create = (change: object) => () => supabase({ ...options, ...change });

describe('supabase', () => {
  it.each([es256, rs256])(
    'accepts an access token signed by a key of $alg, and fetches the keys at one URL',
    async (key) => {
      expect(await provider.verify({ claims, key, header: { typ: 'JWT' } })).toMatchObject({
        scopes: [],
        roles: ['clerk'],
      });
      expect(provider.asked).toEqual([jwksUri]);
    },
  );

  it('takes neither the role of Postgres nor what users write for a role', async () => {
    const more = { role: 'service_role', app_metadata: {} };
    expect(await provider.verify({ claims: { ...claims, ...more }, key: es256 })).toMatchObject({ roles: [] });
  });

  it.each([
    ['P5', 'the anon key', { iss: 'supabase', role: 'anon', aud: undefined, sub: undefined }, 'issuer_not_trusted iss'],
    ['P5', 'the service_role key', { iss: 'supabase', role: 'service_role' }, 'issuer_not_trusted iss'],
    ['P5', 'a token of another project', { iss: 'https://other.supabase.co/auth/v1' }, 'issuer_not_trusted iss'],
    ['P1, C-31', 'a token for anon', { aud: 'anon' }, 'audience_mismatch aud'],
    ['P1, C-26', 'a token without audience', { aud: undefined }, 'audience_missing aud'],
    ['P3', 'an ID token', { aud: 'client', at_hash: 'x' }, 'type_mismatch at_hash'],
    ['P1', 'a token of nobody', { sub: undefined }, 'claim_missing sub'],
  ])('%s · refuses %s', async (_id, _name, change, verdict) => {
    expect(await provider.verdict({ claims: { ...claims, ...change }, key: es256 })).toBe(verdict);
  });

  it('A-12 · refuses a token by the legacy secret, unless it is passed', async () => {
    const legacy = testKey('HS256', 'legacy');
    const migrating = presetUnderTest(supabase({ ...options, legacySecret: legacy.keyObject }), keysAt(jwksUri, es256));
    expect(await provider.verdict({ claims, key: legacy })).toBe('algorithm_not_allowed alg');
    expect(await migrating.verdict({ claims, key: legacy })).toBe('accepted');
    expect(migrating.asked).toEqual([]);
    expect(await migrating.verdict({ claims, key: es256 })).toBe('accepted');
    expect(migrating.asked).toEqual([jwksUri]);
    expect(await migrating.verdict({ claims: { ...claims, aud: 'anon' }, key: legacy })).toBe('audience_mismatch aud');
    expect(await migrating.verdict({ claims, key: testKey('HS256', 'forged') })).toBe('signature_mismatch');
  });

  it('A-12 · takes no published key for the secret', async () => {
    const legacySecret = testKey('HS256', 'legacy').keyObject;
    const migrating = presetUnderTest(supabase({ ...options, legacySecret }), keysAt(jwksUri, es256, rs256));
    const published = rs256.keyObject.export({ type: 'spki', format: 'pem' });
    const forger = { ...rs256, alg: 'HS256' as const, signingKey: createSecretKey(Buffer.from(published)) };
    expect(await migrating.verdict({ claims, key: forger })).not.toBe('accepted');
  });

  it.each([
    ['projectRef', { projectRef: 'abc.supabase.co' }, 'before ".supabase.co"'],
    ['projectRef', { projectRef: undefined }, 'before ".supabase.co"'],
    ['audience', { audience: undefined }, 'leave it out'],
    ['audience', { audience: null }, 'leave it out'],
    ['legacySecret', { legacySecret: undefined }, 'leave it out'],
    ['role', { role: 'authenticated' }, 'unknown option'],
  ])('G-01 · names the option %s and its remedy: %j', (option, change, remedy) => {
    expect(create(change)).toThrow(errorWith({ option: `supabase.${option}`, message: textWith(remedy) }));
  });
});
