import { createJwtVerifier, KeysUnavailableError, StoreUnavailableError } from '@jwt-guard/core';
import { createRevocationEndpoint, createTokenIssuer } from '@jwt-guard/issuer';
import type { IssuedTokens, RevocationEndpointOptions } from '@jwt-guard/issuer';

import { listen, postForm, send } from '../support/http-client.js';
import type { Answered, TestServer } from '../support/http-client.js';
import { audience, createIssuerWorld, issuerUrl } from '../support/issuer-world.js';
import type { IssuerWorld } from '../support/issuer-world.js';
import { platforms, serveIssuer } from '../support/platforms.js';

const isLive = async (world: IssuerWorld, { accessToken }: IssuedTokens): Promise<boolean> =>
  world.verifier.verify(accessToken.token).then(
    () => true,
    () => false,
  );

function expectNoOracle(answer: Answered): void {
  expect(answer).toMatchObject({ status: 200, text: '' });
  expect(answer.headers.get('cache-control')).toBe('no-store');
}

describe.each(platforms)('the revocation endpoint on %s', (platform) => {
  let world: IssuerWorld;
  let server: TestServer;
  let tokens: IssuedTokens;
  const revoke = (token: string, fields: Record<string, string> = {}): Promise<Answered> =>
    postForm(`${server.url}/oauth/revoke`, { token, client_id: 'web', ...fields });

  beforeAll(async () => {
    world = await createIssuerWorld();
    const { keys, tokens: issuer, sessions, verifier, revocation } = world;
    server = await serveIssuer(platform, { keys, tokens: issuer, sessions, verifier, revocation });
  });
  beforeEach(async () => {
    tokens = await world.sessions.start({ subject: 'alice' });
  });
  afterEach(() => {
    world.down = false;
  });
  afterAll(() => server.close());

  it('V1, L-10 · ends the session of a refresh token, and its access tokens', async () => {
    const other = await world.sessions.start({ subject: 'alice' });

    expectNoOracle(await revoke(tokens.refreshToken));
    expect(await isLive(world, tokens)).toBe(false);
    await expect(world.sessions.rotate(tokens.refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(await isLive(world, other)).toBe(true);
    expectNoOracle(await revoke(tokens.refreshToken));
  });

  it('V1, L-10 · revokes an access token alone, whatever the hint says', async () => {
    expectNoOracle(await revoke(tokens.accessToken.token, { token_type_hint: 'refresh_token' }));
    expect(await isLive(world, tokens)).toBe(false);
    await expect(world.sessions.rotate(tokens.refreshToken)).resolves.toBeDefined();
    expectNoOracle(await revoke(tokens.accessToken.token));
  });

  it('L-10, I-16 · answers the tokens of another client alike, and leaves them alone', async () => {
    expectNoOracle(await revoke(tokens.refreshToken, { client_id: 'another' }));
    expectNoOracle(await revoke(tokens.accessToken.token, { client_id: 'another' }));
    expect(await isLive(world, tokens)).toBe(true);
    await expect(world.sessions.rotate(tokens.refreshToken)).resolves.toBeDefined();
  });

  it('L-10 · answers garbage, forged and foreign tokens alike', async () => {
    const foreign = await (await createIssuerWorld()).sessions.start({ subject: 'alice' });

    for (const token of [
      ...['x', 'a.b.c', 'jgr_', `${tokens.refreshToken}A`, `${tokens.accessToken.token}A`],
      ...[foreign.refreshToken, foreign.accessToken.token],
    ])
      expectNoOracle(await revoke(token));
    expect(await isLive(world, tokens)).toBe(true);
  });

  it('I-16 · asks a client for its name', async () => {
    const answer = await postForm(`${server.url}/oauth/revoke`, { token: tokens.refreshToken });

    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
    expect(await isLive(world, tokens)).toBe(true);
  });

  it('L-33, L-34 · refuses a request as the token endpoint does', async () => {
    for (const answer of [
      await send(`${server.url}/oauth/revoke`, { method: 'GET' }),
      await send(`${server.url}/oauth/revoke?token=x`),
      await postForm(`${server.url}/oauth/revoke`, 'client_id=web'),
      await postForm(`${server.url}/oauth/revoke`, 'client_id=web&token=a&token=b'),
      await send(`${server.url}/oauth/revoke`, { body: '{}', headers: { 'Content-Type': 'application/json' } }),
    ])
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('T12 · answers 503 while the store is down: nobody knows then', async () => {
    world.down = true;
    const answer = await revoke(tokens.refreshToken);

    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
  });
});

describe('the revocation of access tokens', () => {
  const optionsOf = ({ sessions, verifier, revocation }: IssuerWorld) => ({ sessions, verifier, revocation });
  async function revoke(own: RevocationEndpointOptions, token: string): Promise<Answered> {
    const server = await listen(createRevocationEndpoint(own));
    const answer = await postForm(server.url, { client_id: 'web', token });
    await server.close();
    return answer;
  }

  it('L-10 · has no effect where none are configured', async () => {
    const world = await createIssuerWorld();
    const { sessions } = world;
    const tokens = await sessions.start({ subject: 'alice' });

    expectNoOracle(await revoke({ sessions }, tokens.accessToken.token));
    expect(await isLive(world, tokens)).toBe(true);
  });

  it('L-10 · ignores the token of another issuer that the verifier trusts', async () => {
    const own = optionsOf(await createIssuerWorld());
    const { keys } = await createIssuerWorld();
    const other = createTokenIssuer({ issuer: 'https://other.example.com', audience, clientId: 'web', keys });
    const verifier = createJwtVerifier({
      issuer: other.issuer,
      audience,
      jwks: { keys: [...(await keys.jwks()).keys] },
    });
    const { token } = await other.issueAccessToken({ subject: 'alice' });
    const revoked: unknown[] = [];
    const revocation = { revokeToken: (it: unknown) => Promise.resolve(void revoked.push(it)) } as never;

    expectNoOracle(await revoke({ ...own, verifier, revocation }, token));
    expect(revoked).toEqual([]);
  });

  it('V1 · names issuer, jti and expiry, also where a schema changes the claims', async () => {
    const world = await createIssuerWorld();
    const { sessions } = world;
    const { accessToken } = await sessions.start({ subject: 'alice' });
    const schema = {
      '~standard': { version: 1, vendor: 'test', validate: () => ({ value: { mine: true } }) },
    } as const;
    const jwks = { keys: [...(await world.keys.jwks()).keys] } as never;
    const verifier = createJwtVerifier<unknown>({ issuer: issuerUrl, audience, jwks, claims: schema });
    const revoked: unknown[] = [];
    const revocation = { revokeToken: (it: unknown) => Promise.resolve(void revoked.push(it)) } as never;

    expectNoOracle(await revoke({ sessions, verifier, revocation }, accessToken.token));
    expect(revoked).toEqual([{ issuer: issuerUrl, jti: accessToken.jti, expiresAt: accessToken.expiresAt }]);
  });

  it.each([
    ['keys', new KeysUnavailableError()],
    ['revocations', new StoreUnavailableError()],
  ])('T12 · answers 503 while the %s cannot be asked', async (_, error) => {
    const own = optionsOf(await createIssuerWorld());
    const { accessToken } = await own.sessions.start({ subject: 'alice' });
    const verifier = { ...own.verifier, verify: () => Promise.reject(error) } as never;

    expect((await revoke({ ...own, verifier }, accessToken.token)).status).toBe(503);
  });

  it.each([
    ['a verifier alone', ['verifier'], 'revocation'],
    ['a writer alone', ['revocation'], 'verifier'],
  ] as const)('refuse %s', async (_, names, option) => {
    const all = optionsOf(await createIssuerWorld());
    const own = { sessions: all.sessions, ...Object.fromEntries(names.map((name) => [name, all[name]])) };

    expect(() => createRevocationEndpoint(own as never)).toThrow(expect.objectContaining({ option }) as Error);
  });
});
