import type { JwtVerifierOptions } from '../../src/index.js';
import * as presets from '../../src/presets/index.js';
import { testKey } from '../support/keys.js';
import { keysAt, presetUnderTest } from '../support/preset.js';
import type { Members } from '../support/preset.js';

interface Row {
  readonly name: keyof typeof presets;
  readonly options: JwtVerifierOptions;
  readonly jwksUri: string;
  /** What a good token must say. */
  readonly claims: Members;
  /** The claims that the preset reads for scopes, roles and the client. */
  readonly reads: readonly string[];
  readonly typ?: string;
  readonly algorithm?: 'RS256' | 'ES256' | 'ES384';
}

const api = 'https://api.example.com';
const guid = '11111111-2222-3333-4444-555555555555';
const standardScopes = ['scope', 'scp'];
const rows: readonly Row[] = [
  {
    name: 'auth0',
    options: presets.auth0({ domain: 'a.auth0.com', audience: api }),
    jwksUri: 'https://a.auth0.com/.well-known/jwks.json',
    claims: { iss: 'https://a.auth0.com/', aud: api },
    reads: ['scope', 'permissions', 'client_id', 'azp'],
    typ: 'at+jwt',
  },
  {
    name: 'entraId',
    options: presets.entraId({ tenantId: guid, clientId: guid }),
    jwksUri: `https://login.microsoftonline.com/${guid}/discovery/v2.0/keys`,
    claims: { iss: `https://login.microsoftonline.com/${guid}/v2.0`, aud: guid, tid: guid, azp: 'app' },
    reads: ['scp', 'roles', 'azp'],
  },
  {
    name: 'keycloak',
    options: presets.keycloak({ baseUrl: 'https://sso.example.com', realm: 'r', audience: api }),
    jwksUri: 'https://sso.example.com/realms/r/protocol/openid-connect/certs',
    claims: { iss: 'https://sso.example.com/realms/r', aud: api },
    reads: ['scope', 'realm_access', 'azp'],
    typ: 'at+jwt',
  },
  {
    name: 'cognito',
    options: presets.cognito({ userPoolId: 'eu-west-1_a', clientId: 'app' }),
    jwksUri: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a/.well-known/jwks.json',
    claims: {
      iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a',
      client_id: 'app',
      token_use: 'access',
    },
    reads: ['scope', 'cognito:groups', 'client_id'],
  },
  {
    name: 'okta',
    options: presets.okta({ domain: 'a.okta.com', audience: api }),
    jwksUri: 'https://a.okta.com/oauth2/default/v1/keys',
    claims: { iss: 'https://a.okta.com/oauth2/default', aud: api },
    reads: ['scp', 'groups', 'cid'],
    typ: 'at+jwt',
  },
  {
    name: 'google',
    options: presets.google({ clientId: 'app' }),
    jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
    claims: { iss: 'https://accounts.google.com', aud: 'app' },
    reads: [...standardScopes, 'roles', 'azp'],
  },
  {
    name: 'firebase',
    options: presets.firebase({ projectId: 'app' }),
    jwksUri: 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    claims: { iss: 'https://securetoken.google.com/app', aud: 'app', sub: 'u', auth_time: 1 },
    reads: [...standardScopes, 'roles', 'client_id', 'azp'],
  },
  {
    name: 'clerk',
    options: presets.clerk({ domain: 'clerk.example.com', authorizedParties: 'https://app.example.com' }),
    jwksUri: 'https://clerk.example.com/.well-known/jwks.json',
    claims: { iss: 'https://clerk.example.com', sub: 'u', sid: 's', azp: 'https://app.example.com' },
    reads: [...standardScopes, 'o', 'azp'],
  },
  {
    name: 'supabase',
    options: presets.supabase({ projectRef: 'app' }),
    jwksUri: 'https://app.supabase.co/auth/v1/.well-known/jwks.json',
    claims: { iss: 'https://app.supabase.co/auth/v1', aud: 'authenticated', sub: 'u' },
    reads: [...standardScopes, 'app_metadata', 'client_id', 'azp'],
    algorithm: 'ES256',
  },
  {
    name: 'workos',
    options: presets.workos({ clientId: 'app' }),
    jwksUri: 'https://api.workos.com/sso/jwks/app',
    claims: { iss: 'https://api.workos.com', sub: 'u', sid: 's' },
    reads: ['permissions', 'roles', 'role', 'client_id', 'azp'],
  },
  {
    name: 'logto',
    options: presets.logto({ domain: 'a.logto.app', audience: api }),
    jwksUri: 'https://a.logto.app/oidc/jwks',
    claims: { iss: 'https://a.logto.app/oidc', aud: api },
    reads: ['scope', 'roles', 'client_id'],
    typ: 'at+jwt',
    algorithm: 'ES384',
  },
  {
    name: 'zitadel',
    options: presets.zitadel({ domain: 'a.zitadel.cloud', projectId: '1' }),
    jwksUri: 'https://a.zitadel.cloud/oauth/v2/keys',
    claims: { iss: 'https://a.zitadel.cloud', aud: '1', jti: 'j' },
    reads: ['scope', 'urn:zitadel:iam:org:project:1:roles', 'client_id', 'azp'],
  },
];

/** What a token would say by the conventions of all other providers. */
const decoys: Members = {
  ...Object.fromEntries(['scope', 'role', 'client_id', 'azp', 'cid', 'appid'].map((name) => [name, 'decoy'])),
  ...Object.fromEntries(['scp', 'permissions', 'roles', 'groups', 'cognito:groups'].map((name) => [name, ['decoy']])),
  realm_access: { roles: ['decoy'] },
  resource_access: { app: { roles: ['decoy'] } },
  app_metadata: { roles: ['decoy'] },
  user_metadata: { roles: ['decoy'] },
  o: { rol: 'decoy' },
  'urn:zitadel:iam:org:project:roles': { decoy: {} },
  'urn:zitadel:iam:org:project:1:roles': { decoy: {} },
};

describe('the presets', () => {
  it('are all here', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(presets).sort());
  });

  it.each(rows)('take for scopes, roles and client only what $name writes', async (row) => {
    const { options, jwksUri, claims, reads, typ, algorithm = 'RS256' } = row;
    const key = testKey(algorithm, 'provider');
    const provider = presetUnderTest(options, keysAt(jwksUri, key));
    const others = Object.fromEntries(Object.entries(decoys).filter(([name]) => !reads.includes(name)));
    const { scopes, roles, clientId } = await provider.verify({
      claims: { ...others, ...claims },
      header: { typ },
      key,
    });
    expect({ scopes, roles, client: clientId ?? 'none' }).toEqual({
      scopes: [],
      roles: [],
      client: expect.not.stringContaining('decoy') as string,
    });
  });

  it.each(rows)('A-12 · refuse algorithms that $name does not sign with, though there is a key', async (row) => {
    const { options, jwksUri, claims, typ } = row;
    const others = (['ES256', 'ES384', 'PS256', 'EdDSA', 'HS256'] as const).filter(
      (algorithm) => algorithm !== row.algorithm,
    );
    const keys = others.filter((algorithm) => algorithm !== 'HS256').map((algorithm) => testKey(algorithm, algorithm));
    const provider = presetUnderTest(options, keysAt(jwksUri, ...keys));
    for (const algorithm of others)
      expect(await provider.verdict({ claims, header: { typ }, key: testKey(algorithm, algorithm) })).toBe(
        'algorithm_not_allowed alg',
      );
    expect(provider.asked).toEqual([]);
  });

  it.each(rows)('are frozen: $name', ({ options }) => {
    expect(Object.isFrozen(options)).toBe(true);
  });
});
