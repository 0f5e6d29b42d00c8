import { createServer } from 'node:http';

import { InvalidOptionError } from '@jwt-guard/core';
import { createIssuerRoutes } from '@jwt-guard/issuer';
import type { IssuerRoutesOptions } from '@jwt-guard/issuer';
import express from 'express';

import { listen, postForm, send } from '../support/http-client.js';
import type { TestServer } from '../support/http-client.js';
import { app, createIssuerWorld, issuerUrl, ownPage } from '../support/issuer-world.js';
import type { IssuerWorld } from '../support/issuer-world.js';
import { platforms, serveIssuer } from '../support/platforms.js';

const login = () => Promise.resolve({ subject: 'alice' });
const cookieSessions = { login, csrf: { origins: [app] } };
const metadata = '/.well-known/oauth-authorization-server';
const get = (url: string) => send(url, { method: 'GET' });

let world: IssuerWorld;
let server: TestServer | undefined;

beforeAll(async () => {
  world = await createIssuerWorld();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(options: Partial<IssuerRoutesOptions> = {}): Promise<string> {
  const { keys, tokens } = world;
  server = await listen(createIssuerRoutes({ keys, tokens, ...options }));
  return server.url;
}

describe.each(platforms)('the routes of an issuer on %s', (platform) => {
  it('T6 · publish the keys and where everything is', async () => {
    const { keys, tokens, sessions } = world;
    server = await serveIssuer(platform, { keys, tokens, sessions });
    const [jwks, document] = [await get(`${server.url}/.well-known/jwks.json`), await get(`${server.url}${metadata}`)];

    expect(jwks.status).toBe(200);
    expect(JSON.parse(jwks.text)).toEqual(await keys.jwks());
    for (const { headers } of [jwks, document]) {
      expect(headers.get('etag')).toMatch(/^"/);
      expect(headers.get('cache-control')).toMatch(/^public, max-age=/);
    }
    expect(document.body).toEqual({
      issuer: issuerUrl,
      jwks_uri: `${issuerUrl}/.well-known/jwks.json`,
      token_endpoint: `${issuerUrl}/oauth/token`,
      token_endpoint_auth_methods_supported: ['none'],
      revocation_endpoint: `${issuerUrl}/oauth/revoke`,
      revocation_endpoint_auth_methods_supported: ['none'],
      response_types_supported: [],
      grant_types_supported: ['refresh_token'],
    });
  });

  it('pass on what is not theirs', async () => {
    const { keys, tokens } = world;
    server = await serveIssuer(platform, { keys, tokens });

    for (const path of ['/', '/oauth/token', '/auth/login', '/oauth/token/', '/.well-known/jwks.json/x'])
      expect((await get(`${server.url}${path}`)).status).toBe(404);
  });
});

describe('createIssuerRoutes', () => {
  it('promises no endpoint that is not there', async () => {
    const url = await serve({ sessions: world.sessions, paths: { token: false, revocation: false } });

    expect(Object.keys((await get(`${url}${metadata}`)).body)).toEqual([
      'issuer',
      'jwks_uri',
      'response_types_supported',
      'grant_types_supported',
    ]);
    expect((await postForm(`${url}/oauth/token`, {})).status).toBe(404);
  });

  it('names the ways in which clients prove who they are', async () => {
    const authenticateClient = () => Promise.resolve(undefined);
    const both = await serve({ sessions: world.sessions, authenticateClient });

    expect((await get(`${both}${metadata}`)).body).toMatchObject({
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
    await server?.close();
    const one = await serve({ sessions: world.sessions, authenticateClient, authMethods: ['client_secret_basic'] });
    expect((await get(`${one}${metadata}`)).body).toMatchObject({
      revocation_endpoint_auth_methods_supported: ['client_secret_basic'],
    });
  });

  it('stands below the path of its issuer, and takes paths of its own', async () => {
    const tokens = { issuer: `${issuerUrl}/tenant` };
    const url = await serve({ tokens, sessions: world.sessions, cookieSessions, paths: { login: '/sign-in' } });

    expect((await get(`${url}${metadata}/tenant`)).body).toMatchObject({
      jwks_uri: `${issuerUrl}/tenant/.well-known/jwks.json`,
      token_endpoint: `${issuerUrl}/tenant/oauth/token`,
    });
    expect((await get(`${url}/tenant/.well-known/jwks.json`)).status).toBe(200);
    const headers = { ...ownPage, 'Content-Type': 'application/json' };
    expect((await send(`${url}/sign-in`, { headers, body: '{}' })).status).toBe(200);
    expect((await send(`${url}/tenant/auth/logout`, { headers: ownPage })).status).toBe(204);
  });

  it('knows its paths where Express mounts it below one', async () => {
    const { keys, tokens } = world;
    const routes = createIssuerRoutes({ keys, tokens, paths: { jwks: '/auth/keys' } });
    server = await listen(express().use('/auth', routes));

    expect((await get(`${server.url}/auth/keys?x=1`)).status).toBe(200);
    expect((await get(`${server.url}/keys`)).status).toBe(404);
  });

  it('is the whole of a server of node:http', async () => {
    const { keys, tokens } = world;
    const routes = createIssuerRoutes({ keys, tokens });

    expect(() => createServer(routes)).not.toThrow();
    expect(await get(`${await serve()}/nothing`)).toMatchObject({ status: 404, text: '' });
  });

  it.each([
    ['a path twice', { paths: { jwks: '/a', token: '/a' } }, 'paths'],
    ['a path that is none', { paths: { login: 'auth/login' } }, 'paths.login'],
    ['a path with a query', { paths: { login: '/login?x' } }, 'paths.login'],
    ['no path for the keys', { paths: { jwks: false } }, 'paths.jwks'],
    ['an unknown path', { paths: { keys: '/keys' } }, 'paths.keys'],
    ['cookies without sessions', { sessions: undefined, cookieSessions }, 'sessions'],
    ['clients without sessions', { sessions: undefined, authenticateClient: login }, 'sessions'],
    ['a verifier without sessions', { sessions: undefined, verifier: {} }, 'sessions'],
    ['a writer without a verifier', { revocation: {} }, 'verifier'],
    ['an unknown option', { session: 1 }, 'session'],
  ])('refuses %s', (_, wrong, option) => {
    const { keys, tokens, sessions } = world;
    const create = () => createIssuerRoutes({ keys, tokens, sessions, ...wrong } as unknown as IssuerRoutesOptions);

    expect(create).toThrow(InvalidOptionError);
    expect(create).toThrow(expect.objectContaining({ option }) as Error);
  });
});
