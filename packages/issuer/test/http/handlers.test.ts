import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createJwksHandler, createKeyRing, createMetadataHandler, metadataPath } from '@jwt-guard/issuer';
import type { KeyRing, MetadataOptions, RequestHandler } from '@jwt-guard/issuer';

let server: Server;
let url: string;
let served: RequestHandler;
let keys: KeyRing;

beforeAll(async () => {
  keys = await createKeyRing({ jwksMaxAge: 300 });
  server = createServer((request, response) => {
    served(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe.each([
  ['createJwksHandler', () => createJwksHandler(keys), 'application/jwk-set+json', 'public, max-age=300'],
  [
    'createMetadataHandler',
    () => createMetadataHandler({ issuer: 'https://auth.example.com' }),
    'application/json',
    'public, max-age=600',
  ],
] as const)('%s', (_name, create, contentType, cacheControl) => {
  beforeEach(() => {
    served = create();
  });

  it('T6 · answers GET with type, Cache-Control and a strong ETag', async () => {
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(contentType);
    expect(response.headers.get('cache-control')).toBe(cacheControl);
    expect(response.headers.get('etag')).toMatch(/^"[\w-]{43}"$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('T6 · answers HEAD with the same headers and no body', async () => {
    const [get, head] = await Promise.all([fetch(url), fetch(url, { method: 'HEAD' })]);
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    for (const name of ['etag', 'content-type', 'content-length', 'cache-control'])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
  });

  it.each([
    ['the tag', (tag: string) => tag],
    ['its weak form', (tag: string) => `W/${tag}`],
    ['a list', (tag: string) => `"other" , ${tag}`],
    ['a star', () => '*'],
  ])('T6 · answers 304 without a body to If-None-Match with %s', async (_form, ifNoneMatch) => {
    const tag = (await fetch(url)).headers.get('etag') ?? '';
    const response = await fetch(url, { headers: { 'If-None-Match': ifNoneMatch(tag) } });
    expect(response.status).toBe(304);
    expect(response.headers.get('etag')).toBe(tag);
    expect(response.headers.get('cache-control')).toBe(cacheControl);
    expect(await response.text()).toBe('');
  });

  it('T6 · answers in full to another tag', async () => {
    expect((await fetch(url, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('I-04 · answers %s with 405 and what is allowed', async (method) => {
    const response = await fetch(url, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
    expect(await response.text()).toBe('');
  });
});

describe('createJwksHandler', () => {
  it('I-04 · serves the published set', async () => {
    served = createJwksHandler(keys);
    expect(await (await fetch(url)).json()).toEqual(await keys.jwks());
  });

  it('T6 · changes the ETag when the keys change', async () => {
    let current = keys;
    served = createJwksHandler({ ...keys, jwks: () => current.jwks() });
    const before = (await fetch(url)).headers.get('etag') ?? '';
    current = await createKeyRing();
    const after = await fetch(url, { headers: { 'If-None-Match': before } });
    expect(after.status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(before);
  });

  it('answers 503 while the keys can not be read, and recovers', async () => {
    let outage = true;
    served = createJwksHandler({
      ...keys,
      jwks: () => (outage ? Promise.reject(new Error('store down')) : keys.jwks()),
    });
    const response = await fetch(url);
    expect([response.status, response.headers.get('retry-after'), response.headers.get('cache-control')]).toEqual([
      503,
      '1',
      'no-store',
    ]);
    expect(await response.text()).toBe('');
    outage = false;
    expect((await fetch(url)).status).toBe(200);
  });

  it('cuts the connection when somebody else began to answer', async () => {
    const handler = createJwksHandler(keys);
    served = (request, response) => {
      response.write('begun');
      handler(request, response);
    };
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
  });
});

describe('createMetadataHandler', () => {
  const documentOf = async (options: MetadataOptions): Promise<unknown> => {
    served = createMetadataHandler(options);
    return (await fetch(url)).json();
  };

  it('T6 · serves issuer and jwks_uri', async () => {
    expect(await documentOf({ issuer: 'https://auth.example.com' })).toEqual({
      issuer: 'https://auth.example.com',
      jwks_uri: 'https://auth.example.com/.well-known/jwks.json',
      response_types_supported: [],
      grant_types_supported: [],
    });
  });

  it('T6 · serves a token endpoint only where one is configured', async () => {
    const options = {
      issuer: 'https://auth.example.com/',
      jwksUri: 'https://cdn.example.com/keys',
      tokenEndpoint: 'https://auth.example.com/token',
      grantTypes: ['refresh_token'],
    };
    expect(await documentOf(options)).toMatchObject({
      jwks_uri: 'https://cdn.example.com/keys',
      token_endpoint: 'https://auth.example.com/token',
      grant_types_supported: ['refresh_token'],
    });
  });

  it.each([
    ['no issuer', {}, 'issuer'],
    ['an insecure jwksUri', { issuer: 'https://a.example', jwksUri: 'http://a.example/keys' }, 'jwksUri'],
    ['an insecure token endpoint', { issuer: 'https://a.example', tokenEndpoint: 'ftp://a' }, 'tokenEndpoint'],
    ['an age that is no number', { issuer: 'https://a.example', maxAge: Number.NaN }, 'maxAge'],
    ['an unknown option', { issuer: 'https://a.example', jwks_uri: 'https://a.example' }, 'jwks_uri'],
  ])('refuses %s', (_case, options, option) => {
    expect(() => createMetadataHandler(options as MetadataOptions)).toThrow(
      expect.objectContaining({ option }) as Error,
    );
  });
});

describe('metadataPath', () => {
  it.each([
    ['https://auth.example.com', '/.well-known/oauth-authorization-server'],
    ['https://auth.example.com/', '/.well-known/oauth-authorization-server'],
    ['https://auth.example.com/tenant/a', '/.well-known/oauth-authorization-server/tenant/a'],
  ])('T6 · of %s is %s', (issuer, path) => {
    expect(metadataPath(issuer)).toBe(path);
  });
});
