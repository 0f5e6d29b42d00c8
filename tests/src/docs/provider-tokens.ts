import type { SigningAlgorithm } from '@jwt-guard/issuer';

/** A good token of the provider that a section of docs/guides/providers.md is about. */
export interface ProviderToken {
  /** The heading of the section. */
  readonly provider: string;
  /** The preset that the section uses. */
  readonly preset: string;
  readonly jwksUri: string;
  readonly algorithm: SigningAlgorithm;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>> & { readonly iss: string };
  /** What makes of it a token that does not open this API. */
  readonly confusable: Readonly<Record<string, unknown>>;
}

const tenant = '11111111-2222-3333-4444-555555555555';
const api = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const google = '1234-abc.apps.googleusercontent.com';

/** One a section, as these providers write them; the names are those of the guide. */
export const providerTokens: readonly ProviderToken[] = [
  {
    provider: 'Auth0',
    preset: 'auth0',
    jwksUri: 'https://example.eu.auth0.com/.well-known/jwks.json',
    algorithm: 'RS256',
    claims: { iss: 'https://example.eu.auth0.com/', aud: ['https://api.example.com'], azp: 'web', scope: 'openid' },
    confusable: { aud: 'web' },
  },
  {
    provider: 'Microsoft Entra ID',
    preset: 'entraId',
    jwksUri: `https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`,
    algorithm: 'RS256',
    header: { typ: 'JWT' },
    claims: { iss: `https://login.microsoftonline.com/${tenant}/v2.0`, aud: api, tid: tenant, azp: 'web', scp: 'Read' },
    confusable: { azp: undefined },
  },
  {
    provider: 'Keycloak',
    preset: 'keycloak',
    jwksUri: 'https://sso.example.com/realms/shop/protocol/openid-connect/certs',
    algorithm: 'RS256',
    claims: { iss: 'https://sso.example.com/realms/shop', aud: ['orders-api', 'account'], typ: 'Bearer', azp: 'web' },
    confusable: { aud: 'account' },
  },
  {
    provider: 'Amazon Cognito',
    preset: 'cognito',
    jwksUri: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4e/.well-known/jwks.json',
    algorithm: 'RS256',
    claims: {
      iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4e',
      client_id: '1example23456789',
      token_use: 'access',
    },
    confusable: { client_id: 'another' },
  },
  {
    provider: 'Okta',
    preset: 'okta',
    jwksUri: 'https://example.okta.com/oauth2/default/v1/keys',
    algorithm: 'RS256',
    header: { typ: 'application/okta-internal-at+jwt' },
    claims: { iss: 'https://example.okta.com/oauth2/default', aud: 'api://default', cid: 'web', scp: ['read'] },
    confusable: { aud: 'web' },
  },
  {
    provider: 'Google',
    preset: 'google',
    jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
    algorithm: 'RS256',
    claims: { iss: 'accounts.google.com', aud: google, azp: google, sub: '1', at_hash: 'x' },
    confusable: { aud: 'another' },
  },
  {
    provider: 'Firebase',
    preset: 'firebase',
    jwksUri: 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    algorithm: 'RS256',
    claims: { iss: 'https://securetoken.google.com/example-app', aud: 'example-app', sub: 'u1', auth_time: 1 },
    confusable: { aud: 'another-app' },
  },
  {
    provider: 'Clerk',
    preset: 'clerk',
    jwksUri: 'https://clerk.example.com/.well-known/jwks.json',
    algorithm: 'RS256',
    claims: { iss: 'https://clerk.example.com', azp: 'https://app.example.com', sub: 'user_1', sid: 'sess_1' },
    confusable: { sts: 'pending' },
  },
  {
    provider: 'Supabase',
    preset: 'supabase',
    jwksUri: 'https://abcdefghijklmnopqrst.supabase.co/auth/v1/.well-known/jwks.json',
    algorithm: 'ES256',
    claims: { iss: 'https://abcdefghijklmnopqrst.supabase.co/auth/v1', aud: 'authenticated', sub: 'u1' },
    confusable: { aud: 'anon' },
  },
  {
    provider: 'WorkOS',
    preset: 'workos',
    jwksUri: 'https://api.workos.com/sso/jwks/client_01HEXAMPLE',
    algorithm: 'RS256',
    claims: { iss: 'https://api.workos.com', sub: 'user_1', sid: 'session_1' },
    confusable: { sid: undefined },
  },
  {
    provider: 'Logto',
    preset: 'logto',
    jwksUri: 'https://example.logto.app/oidc/jwks',
    algorithm: 'ES384',
    header: { typ: 'at+jwt' },
    claims: { iss: 'https://example.logto.app/oidc', aud: 'https://api.example.com', client_id: 'web' },
    confusable: { aud: 'urn:logto:organization:o1' },
  },
  {
    provider: 'Zitadel',
    preset: 'zitadel',
    jwksUri: 'https://example.zitadel.cloud/oauth/v2/keys',
    algorithm: 'RS256',
    claims: { iss: 'https://example.zitadel.cloud', aud: ['271828182845904523'], sub: 'u1', jti: 'j1' },
    confusable: { aud: ['314159'] },
  },
];
