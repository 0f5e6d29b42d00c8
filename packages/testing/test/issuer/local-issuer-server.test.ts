import { createJwtVerifier, isJwtGuardError } from '@jwt-guard/core';

import { createTestKey, startLocalIssuer } from '@jwt-guard/testing';
import type { LocalIssuerServer, LocalIssuerServerOptions } from '@jwt-guard/testing';

const started: LocalIssuerServer[] = [];
const start = async (options?: LocalIssuerServerOptions): Promise<LocalIssuerServer> => {
  const server = await startLocalIssuer(options);
  started.push(server);
  return server;
};

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

describe('startLocalIssuer', () => {
  it.each([undefined, '/tenant/a'] as const)(
    'K1 · lets a verifier discover its keys, with the path %s',
    async (path) => {
      const { issuer, audience, tokenFor, requests, jwksUri, metadataUrl } = await start(
        path === undefined ? {} : { path },
      );
      const verifier = createJwtVerifier({ issuer, audience });
      await verifier.verify(tokenFor({ subject: 'alice' }));
      await verifier.verify(tokenFor({ subject: 'bob' }));
      expect(requests).toEqual([new URL(metadataUrl).pathname, new URL(jwksUri).pathname]);
      verifier.close();
    },
  );

  it('T6 · serves metadata and keys with Cache-Control and ETag', async () => {
    const { jwksUri, metadataUrl } = await start();
    for (const url of [jwksUri, metadataUrl]) {
      const response = await fetch(url);
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=600']);
      expect(response.headers.get('etag')).toBeTruthy();
    }
  });

  it('serves the keys of now', async () => {
    const server = await start();
    const fetched = async (): Promise<unknown> => (await fetch(server.jwksUri)).json();
    expect(await fetched()).toEqual(server.jwks);
    server.replaceKeys(createTestKey('ES256'));
    expect(await fetched()).toEqual(server.jwks);
    server.rotate('EdDSA');
    expect(server.jwks.keys).toHaveLength(2);
    expect(await fetched()).toEqual(server.jwks);
  });

  it('answers 404 elsewhere', async () => {
    const { issuer } = await start();
    expect((await fetch(`${issuer}/other`)).status).toBe(404);
  });

  it('K8 · plays an outage, and ends it', async () => {
    const server = await start();
    const { issuer, audience, jwksUri } = server;
    server.intercept((_request, response) => {
      response.statusCode = 500;
      response.end();
    });
    const verifier = createJwtVerifier({ issuer, audience, jwksUri });
    const error: unknown = await verifier.verify(server.tokenFor()).catch((caught: unknown) => caught);
    expect(isJwtGuardError(error) && error.code).toBe('keys_unavailable');
    server.intercept(undefined);
    expect((await fetch(jwksUri)).status).toBe(200);
    verifier.close();
  });

  it('starts again on its port, as another issuer process would', async () => {
    const first = await start();
    await first.close();
    const second = await start({ port: first.port });
    expect(second.issuer).toBe(first.issuer);
  });

  it('rejects when the port is taken', async () => {
    const { port } = await start();
    await expect(startLocalIssuer({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('A6 · closes twice without harm', async () => {
    const server = await start();
    await server.close();
    await expect(server.close()).resolves.toBeUndefined();
  });
});
