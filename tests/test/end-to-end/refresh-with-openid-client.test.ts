import { timingSafeEqual } from 'node:crypto';
import { createJwtVerifier, isJwtGuardError, MemoryRevocationStore } from '@jwt-guard/core';
import type { JwtVerifier } from '@jwt-guard/core';
import {
  createIssuerRoutes,
  createKeyRing,
  createRefreshTokens,
  createSecretRing,
  createTokenIssuer,
  MemoryRefreshTokenStore,
} from '@jwt-guard/issuer';
import type {
  AuthenticateClient,
  IssuedTokens,
  RefreshTokens,
  RefreshTokenStore,
  RequestHandler,
} from '@jwt-guard/issuer';
import * as oidc from 'openid-client';
import { startListener } from '../../src/wiring/start-app.js';
import type { RunningApp } from '../../src/wiring/start-app.js';

const audience = 'https://api.example.com';
const billing = 'https://billing.example.com';
/** With what form-encoding and Base64 would break if somebody forgot them. */
const secret = 'a:secret/with+signs and 100 %';
// Marked as deprecated by its makers to stand out; here it is meant: the issuer is on the loopback.
// eslint-disable-next-line @typescript-eslint/no-deprecated
const overHttp = { execute: [oidc.allowInsecureRequests] };

const authenticateClient: AuthenticateClient = (_request, { clientId, clientSecret = '' }) =>
  Promise.resolve(clientId !== 'spa' && isSecret(clientSecret) ? clientId : undefined);

describe.each([
  { kind: 'a public client', clientId: 'spa', authentication: oidc.None(), authenticate: undefined },
  {
    kind: 'a client by client_secret_basic',
    clientId: 'web',
    authentication: oidc.ClientSecretBasic(secret),
    authenticate: authenticateClient,
  },
  {
    kind: 'a client by client_secret_post',
    clientId: 'web',
    authentication: oidc.ClientSecretPost(secret),
    authenticate: authenticateClient,
  },
])('openid-client as $kind', ({ clientId, authentication, authenticate }) => {
  let issuer: ServedIssuer;
  let client: oidc.Configuration;
  let login: IssuedTokens;

  beforeAll(async () => {
    issuer = await serveIssuer(authenticate);
    client = await oidc.discovery(new URL(issuer.url), clientId, undefined, authentication, {
      algorithm: 'oauth2',
      ...overHttp,
    });
  });
  afterAll(() => issuer.close());
  beforeEach(async () => {
    login = await issuer.sessions.start({
      subject: 'alice',
      clientId,
      scopes: ['read', 'write'],
      audience: [audience, billing],
    });
  });

  it('discovers the endpoints, and how clients say who they are', () => {
    expect(client.serverMetadata()).toMatchObject({
      issuer: issuer.url,
      token_endpoint: `${issuer.url}/oauth/token`,
      revocation_endpoint: `${issuer.url}/oauth/revoke`,
      token_endpoint_auth_methods_supported:
        authenticate === undefined ? ['none'] : ['client_secret_basic', 'client_secret_post'],
    });
  });

  it('T1, T7, L-22 · gets a new pair for its refresh token, and an access token that the API takes', async () => {
    const tokens = await oidc.refreshTokenGrant(client, login.refreshToken);
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'read write' });
    expect(tokens.expiresIn()).toBeGreaterThan(0);
    expect(tokens.refresh_token).not.toBe(login.refreshToken);
    await expect(issuer.verifier.verify(tokens.access_token)).resolves.toMatchObject({
      subject: 'alice',
      clientId,
      sessionId: login.session.id,
    });

    const next = await oidc.refreshTokenGrant(client, tokens.refresh_token ?? '');
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
  });

  it('T8, L-25 · gets the same refresh token again for one whose answer was lost', async () => {
    const lost = await oidc.refreshTokenGrant(client, login.refreshToken);
    const again = await oidc.refreshTokenGrant(client, login.refreshToken);
    expect(again.refresh_token).toBe(lost.refresh_token);
    expect(again.access_token).not.toBe(lost.access_token);
  });

  it('T12, L-31 · asks for less by scope and resource, and for more in vain', async () => {
    const narrow = await oidc.refreshTokenGrant(client, login.refreshToken, { scope: 'read', resource: billing });
    expect(narrow.scope).toBe('read');
    expect(await verdictOn(issuer.verifier, narrow.access_token)).toBe('audience_mismatch');
    const grant = narrow.refresh_token ?? '';
    expect(await refusal(oidc.refreshTokenGrant(client, grant, { scope: 'read admin' }))).toBe('invalid_scope');
    const elsewhere = oidc.refreshTokenGrant(client, grant, { resource: 'https://other.example.com' });
    expect(await refusal(elsewhere)).toBe('invalid_target');
    expect((await oidc.refreshTokenGrant(client, grant)).scope).toBe('read write');
  });

  it('V1, L-10, L-29 · ends its session by a refresh token: invalid_grant, and the access token is refused', async () => {
    const tokens = await oidc.refreshTokenGrant(client, login.refreshToken);
    await oidc.tokenRevocation(client, tokens.refresh_token ?? '', { token_type_hint: 'refresh_token' });
    for (const token of [tokens.refresh_token ?? '', login.refreshToken])
      expect(await refusal(oidc.refreshTokenGrant(client, token))).toBe('invalid_grant');
    expect(await verdictOn(issuer.verifier, tokens.access_token)).toBe('revoked');
    expect(await verdictOn(issuer.verifier, login.accessToken.token)).toBe('revoked');
  });

  it('V1, L-01 · revokes an access token, and the session goes on', async () => {
    const tokens = await oidc.refreshTokenGrant(client, login.refreshToken);
    await oidc.tokenRevocation(client, tokens.access_token, { token_type_hint: 'access_token' });
    expect(await verdictOn(issuer.verifier, tokens.access_token)).toBe('revoked');
    const next = await oidc.refreshTokenGrant(client, tokens.refresh_token ?? '');
    expect(await verdictOn(issuer.verifier, next.access_token)).toBe('accepted');
  });

  it('L-10, I-16 · revokes nothing of another client, and is not told whose it is', async () => {
    const other = await issuer.sessions.start({ subject: 'alice', clientId: 'phone' });
    for (const token of [other.refreshToken, other.accessToken.token, 'garbage', 'jgr_garbage', 'a.b.c'])
      await oidc.tokenRevocation(client, token);
    expect(await verdictOn(issuer.verifier, other.accessToken.token)).toBe('accepted');
    expect(await issuer.sessions.sessionOf(other.refreshToken)).toBeDefined();
    expect(await refusal(oidc.refreshTokenGrant(client, other.refreshToken))).toBe('invalid_grant');
    expect(await issuer.sessions.sessionOf(other.refreshToken)).toBeDefined();
  });

  it('L-10 · is answered the same when it revokes twice', async () => {
    for (let time = 0; time < 2; time += 1) await oidc.tokenRevocation(client, login.refreshToken);
    expect(await refusal(oidc.refreshTokenGrant(client, login.refreshToken))).toBe('invalid_grant');
  });

  it('T12, A5 · is told 503 and Retry-After in an outage, and goes on with the same refresh token after it', async () => {
    issuer.down = true;
    try {
      const { cause } = (await failureOf(oidc.refreshTokenGrant(client, login.refreshToken))) as { cause: Response };
      expect(cause.status).toBe(503);
      expect(Number(cause.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      issuer.down = false;
    }
    await expect(oidc.refreshTokenGrant(client, login.refreshToken)).resolves.toMatchObject({ scope: 'read write' });
  });
});

describe('openid-client with a wrong secret', () => {
  let issuer: ServedIssuer;
  beforeAll(async () => {
    issuer = await serveIssuer(authenticateClient);
  });
  afterAll(() => issuer.close());

  it.each([
    ['client_secret_basic', oidc.ClientSecretBasic('guess')],
    ['client_secret_post', oidc.ClientSecretPost('guess')],
    ['none', oidc.None()],
  ])('I-16 · is challenged by 401 for %s, and takes and ends nothing', async (_method, authentication) => {
    const options = { algorithm: 'oauth2', ...overHttp } as const;
    const client = await oidc.discovery(new URL(issuer.url), 'web', undefined, authentication, options);
    const { refreshToken, accessToken } = await issuer.sessions.start({ subject: 'alice', clientId: 'web' });

    const challenged = {
      status: 401,
      cause: [{ scheme: 'basic', parameters: { realm: expect.any(String) as string } }],
    };
    await expect(oidc.refreshTokenGrant(client, refreshToken)).rejects.toMatchObject(challenged);
    await expect(oidc.tokenRevocation(client, refreshToken)).rejects.toMatchObject(challenged);
    expect(await verdictOn(issuer.verifier, accessToken.token)).toBe('accepted');
    await expect(issuer.sessions.rotate(refreshToken, { clientId: 'web' })).resolves.toBeDefined();
  });
});

interface ServedIssuer {
  readonly url: string;
  readonly sessions: RefreshTokens;
  readonly verifier: JwtVerifier;
  /** Whether the store of sessions fails. */
  down: boolean;
  close(): Promise<void>;
}

/** An issuer that is known by the address that it listens on. */
async function serveIssuer(authenticate: AuthenticateClient | undefined): Promise<ServedIssuer> {
  let routes: RequestHandler = () => undefined;
  const app: RunningApp = await startListener((request, response) => {
    routes(request, response);
  });
  const { url } = app;
  const keys = await createKeyRing();
  const tokens = createTokenIssuer({ issuer: url, audience, keys });
  const revocation = new MemoryRevocationStore();
  const verifierOf = (audience: string | null): JwtVerifier =>
    createJwtVerifier({ issuer: url, audience, keys: keys.keySource, revocation });
  const issuer: { down: boolean } = { down: false };
  const store = failing(new MemoryRefreshTokenStore(), () => issuer.down);
  const sessions = createRefreshTokens({ issuer: tokens, store, secrets: await createSecretRing(), revocation });
  routes = createIssuerRoutes({
    ...{ keys, tokens, sessions, revocation, verifier: verifierOf(null) },
    ...(authenticate && { authenticateClient: authenticate }),
  });
  return Object.assign(issuer, { url, sessions, verifier: verifierOf(audience), close: () => app.close() });
}

function failing(store: RefreshTokenStore, isDown: () => boolean): RefreshTokenStore {
  return new Proxy(store, {
    get: (target, name: keyof RefreshTokenStore) =>
      isDown() ? () => Promise.reject(new Error('ECONNREFUSED')) : target[name].bind(target),
  });
}

function isSecret(text: string): boolean {
  const [given, expected] = [Buffer.from(text), Buffer.from(secret)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function verdictOn(verifier: JwtVerifier, token: string): Promise<string> {
  try {
    await verifier.verify(token);
    return 'accepted';
  } catch (error) {
    if (!isJwtGuardError(error)) throw error;
    return error.reason;
  }
}

/** The OAuth error that the client was told. */
async function refusal(answer: Promise<unknown>): Promise<unknown> {
  const failure = await failureOf(answer);
  return (failure as { readonly error?: string } | undefined)?.error ?? failure;
}

function failureOf(answer: Promise<unknown>): Promise<unknown> {
  return answer.then(
    () => undefined,
    (failure: unknown) => failure,
  );
}
