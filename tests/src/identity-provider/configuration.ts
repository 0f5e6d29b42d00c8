import type { Configuration } from 'oidc-provider';

const scopes = 'profile:read reports:read';

/** A provider with a service and a web client, whose access tokens are JWTs (`at+jwt`) for the resource that was asked for. Its first key signs. */
export function configuration(jwks: readonly object[]): Configuration {
  return {
    jwks: { keys: [...jwks] },
    clients: [
      {
        client_id: 'service',
        client_secret: 'service-secret',
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
      {
        client_id: 'web',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1:9/callback'],
      },
    ],
    clientAuthMethods: ['client_secret_basic', 'none'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    scopes: ['openid'],
    cookies: { keys: ['test-only'] },
    ttl: {
      AccessToken: 3_600,
      ClientCredentials: 3_600,
      Grant: 600,
      Session: 600,
      Interaction: 600,
      IdToken: 300,
      AuthorizationCode: 60,
    },
    findAccount: (_context, accountId) => ({ accountId, claims: () => Promise.resolve({ sub: accountId }) }),
    loadExistingGrant: async (context) => {
      const { client, session, provider, params } = context.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' });
      grant.addOIDCScope('openid');
      for (const resource of [params?.['resource']].flat())
        if (typeof resource === 'string') grant.addResourceScope(resource, scopes);
      await grant.save();
      return grant;
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => Promise.resolve(true),
        getResourceServerInfo: (_context, resource) => ({
          scope: scopes,
          audience: resource,
          accessTokenTTL: 3_600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  };
}
