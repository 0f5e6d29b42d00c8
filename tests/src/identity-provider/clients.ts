import * as oidc from 'openid-client';

const redirectUri = 'http://127.0.0.1:9/callback';
// Marked as deprecated by its makers to stand out; here it is meant: the provider is on the loopback.
// eslint-disable-next-line @typescript-eslint/no-deprecated
const overHttp = { execute: [oidc.allowInsecureRequests] };

/** What a client asks for. */
export interface TokenWish {
  readonly scope: string;
  readonly resource: string;
}

/** Gets an access token as a service does, with its own credentials (RFC 6749 §4.4). */
export async function tokenByClientCredentials(issuer: string, wish: TokenWish): Promise<string> {
  const authentication = oidc.ClientSecretBasic('service-secret');
  const configuration = await oidc.discovery(new URL(issuer), 'service', 'service-secret', authentication, overHttp);
  const { access_token: token } = await oidc.clientCredentialsGrant(configuration, { ...wish });
  return token;
}

/** Gets access and ID token as a web client does for a user, with an authorization code and PKCE (RFC 7636). */
export async function tokensByCode(issuer: string, wish: TokenWish): Promise<{ accessToken: string; idToken: string }> {
  const configuration = await oidc.discovery(new URL(issuer), 'web', undefined, oidc.None(), overHttp);
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const start = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: `openid ${wish.scope}`,
    resource: wish.resource,
    state,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const checks = { pkceCodeVerifier, expectedState: state, idTokenExpected: true };
  const callback = await followRedirects(start);
  const { access_token: accessToken, id_token: idToken = '' } = await oidc.authorizationCodeGrant(
    configuration,
    callback,
    checks,
    { resource: wish.resource },
  );
  return { accessToken, idToken };
}

/** Follows redirects with cookies, as a browser does, up to the redirect URI of the client. */
async function followRedirects(start: URL): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let hop = 0; hop < 10 && !url.href.startsWith(redirectUri); hop += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const [name, value] of response.headers.getSetCookie().map(cookiePair)) cookies.set(name, value);
    url = new URL(response.headers.get('location') ?? '', url);
  }
  return url;
}

function cookiePair(setCookie: string): [name: string, value: string] {
  const pair = setCookie.split(';', 1)[0] ?? '';
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
