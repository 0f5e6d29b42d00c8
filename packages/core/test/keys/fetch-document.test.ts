import type { RequestListener } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { fetchDocument } from '../../src/keys/fetch-document.js';
import type { Fetch, FetchDocumentOptions } from '../../src/keys/fetch-document.js';
import { startServer } from '../support/loopback-server.js';
import type { LoopbackServer } from '../support/loopback-server.js';

const nowMs = Date.UTC(2026, 10, 22);
const json = { 'content-type': 'application/json' };
const started: LoopbackServer[] = [];

async function serve(listener: RequestListener): Promise<LoopbackServer> {
  const server = await startServer(listener);
  started.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

const fetchFrom = (url: string, options: Partial<FetchDocumentOptions> = {}): ReturnType<typeof fetchDocument> =>
  fetchDocument(url, {
    fetch: globalThis.fetch,
    timeoutMs: 5_000,
    signal: new AbortController().signal,
    clock: () => nowMs,
    ...options,
  });
const fetchAnswer = async (listener: RequestListener, options?: { timeoutMs: number }): ReturnType<typeof fetchFrom> =>
  fetchFrom(`${(await serve(listener)).origin}/doc`, options);
const failure = (text: string): Error =>
  expect.objectContaining({ message: expect.stringContaining(text) as string }) as Error;

describe('fetchDocument', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON ;x=1', 'application/jwk-set+json'])(
    'K2 · answers the object of a document of type %s',
    async (type) => {
      const document = fetchAnswer((_, response) =>
        response.writeHead(200, { 'content-type': type }).end('{"keys":[]}'),
      );
      await expect(document).resolves.toEqual({ body: { keys: [] } });
    },
  );

  it('asks for JSON, and sends no validator where it has none', async () => {
    const document = fetchAnswer(({ headers }, response) => {
      const asked = { accept: headers.accept, validator: headers['if-none-match'] ?? 'none' };
      response.writeHead(200, json).end(JSON.stringify(asked));
    });
    await expect(document).resolves.toEqual({
      body: { accept: 'application/json, application/jwk-set+json', validator: 'none' },
    });
  });

  it.each([
    'http://issuer.example/jwks',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost.evil.example/',
    'https://user:pass@issuer.example/jwks',
    'ftp://issuer.example/jwks',
    'file:///etc/passwd',
    'data:application/json,{}',
  ])('K2, D-16 · refuses to fetch %s', async (url) => {
    let fetches = 0;
    const fetch: Fetch = () => {
      fetches += 1;
      return Promise.resolve(new Response('{}', { headers: json }));
    };
    await expect(fetchFrom(url, { fetch })).rejects.toThrow('only https: URLs are fetched');
    expect(fetches).toBe(0);
  });

  it.each([301, 302, 303, 307, 308])('K2, D-20 · does not follow a redirect (%i)', async (status) => {
    const server = await serve((_, response) => response.writeHead(status, { location: '/elsewhere' }).end());
    await expect(fetchFrom(`${server.origin}/doc`)).rejects.toThrow(failure(`answered ${status}`));
    expect(server.paths).toEqual(['/doc']);
  });

  it.each([201, 204, 206, 404, 429, 500, 503])(
    'K2, D-12 · refuses the status %i, whatever the body says',
    async (status) => {
      const document = fetchAnswer((_, response) => response.writeHead(status, json).end('{"keys":[]}'));
      await expect(document).rejects.toThrow(failure(`answered ${status}`));
    },
  );

  it.each([
    'text/html',
    'text/plain',
    'text/json',
    'application/jsonp',
    'application/json5',
    'application/xml',
    'xapplication/json',
    '',
  ])('K2, D-13 · refuses the content type %j', async (type) => {
    const document = fetchAnswer((_, response) => response.writeHead(200, { 'content-type': type }).end('{"keys":[]}'));
    await expect(document).rejects.toThrow(failure('something other than JSON'));
  });

  it('K2 · refuses a document without a content type', async () => {
    const document = fetchAnswer((_, response) => response.writeHead(200).end('{"keys":[]}'));
    await expect(document).rejects.toThrow(failure('something other than JSON'));
  });

  it.each([
    ['HTML', '<html>Log in</html>'],
    ['half an object', '{"keys":['],
    ['a list', '[]'],
    ['duplicate members', '{"keys":[],"keys":[]}'],
    ['nothing', ''],
    ['JSON5', '{keys: [],}'],
  ])('K2, D-13 · refuses %s that calls itself JSON, and quotes nothing of it', async (_name, body) => {
    const document = fetchAnswer((_, response) => response.writeHead(200, json).end(body));
    await expect(document).rejects.toThrow(/^http:\/\/127\.0\.0\.1:\d+\/doc: answered malformed JSON$/);
    await expect(document).rejects.toMatchObject({ cause: { name: 'SyntaxError' } });
  });

  it('K2 · refuses an answer without a body', async () => {
    const fetch: Fetch = () => Promise.resolve(new Response(null, { headers: json }));
    await expect(fetchFrom('https://issuer.example', { fetch })).rejects.toThrow('malformed JSON');
    const failing: Fetch = () => Promise.resolve(new Response(null, { status: 500 }));
    await expect(fetchFrom('https://issuer.example', { fetch: failing })).rejects.toThrow('answered 500');
  });

  it('K2, D-10, D-13 · refuses a body that is shorter than it claims', async () => {
    const document = fetchAnswer((_, response) => {
      response.writeHead(200, { ...json, 'content-length': 100 });
      response.write('{"keys":[]}', () => response.destroy());
    });
    await expect(document).rejects.toHaveProperty('message');
  });

  const documentOf = (bytes: number): string => `{"a":"${'x'.repeat(bytes - 8)}"}`;

  it('K2 · accepts 128 KiB', async () => {
    const document = fetchAnswer((_, response) => response.writeHead(200, json).end(documentOf(131_072)));
    await expect(document).resolves.toHaveProperty('body.a');
  });

  it.each([131_073, 204_800])('K2 · refuses %i bytes', async (bytes) => {
    const document = fetchAnswer((_, response) => response.writeHead(200, json).end(documentOf(bytes)));
    await expect(document).rejects.toThrow(failure('more than 131072 bytes'));
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['gzip, gzip', (text: string) => gzipSync(gzipSync(text))],
  ])('K2, D-09, D-10 · refuses a body that inflates past the limit: %s', async (encoding, compress) => {
    const bomb = compress(documentOf(10_000_000));
    expect(bomb.length).toBeLessThan(131_072);
    const document = fetchAnswer((_, response) =>
      response.writeHead(200, { ...json, 'content-encoding': encoding }).end(bomb),
    );
    await expect(document).rejects.toThrow(failure('more than 131072 bytes'));
  });

  it('K2, D-08 · cuts off a body without end', async () => {
    const document = fetchAnswer((_, response) => {
      response.writeHead(200, json);
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', write);
      write();
    });
    await expect(document).rejects.toThrow(failure('more than 131072 bytes'));
  });

  it('K2, D-06 · gives up on headers that do not come', async () => {
    const document = fetchAnswer(() => undefined, { timeoutMs: 50 });
    await expect(document).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('K2, D-06 · gives up on a body that does not end, by the same limit', async () => {
    const document = fetchAnswer((_, response) => response.writeHead(200, json).write('{'), { timeoutMs: 100 });
    await expect(document).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('A6 · ends the fetch when the verifier is closed', async () => {
    const closing = new AbortController();
    const server = await serve(() => {
      closing.abort();
    });
    await expect(fetchFrom(server.origin, { signal: closing.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('fails when nobody answers', async () => {
    const server = await startServer(() => undefined);
    await server.close();
    await expect(fetchFrom(server.origin)).rejects.toThrow(failure('fetch failed'));
  });

  it('A3 · judges a hostile content type in linear time', async () => {
    const type = `application/${'a+'.repeat(500_000)}`;
    const fetch: Fetch = () => Promise.resolve(new Response('{}', { headers: { 'content-type': type } }));
    // Quadratic work on a million characters would not end within the runner's limit.
    await expect(fetchFrom('https://issuer.example', { fetch })).rejects.toThrow('other than JSON');
  });

  it('K2 · ends the wait at the time limit where a fetch of the user ignores the signal', async () => {
    const never = (): Promise<Response> => new Promise(() => undefined);
    await expect(fetchFrom('https://issuer.example/doc', { fetch: never, timeoutMs: 10 })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('K3 · answers the validator and the max-age of a document', async () => {
    const headers = { ...json, etag: 'W/"v1"', 'cache-control': 'max-age=300' };
    const document = fetchAnswer((_, response) => response.writeHead(200, headers).end('{}'));
    await expect(document).resolves.toEqual({ body: {}, etag: 'W/"v1"', maxAgeMs: 300_000 });
  });

  it.each(['', `"${'v'.repeat(511)}"`])('K3 · keeps no validator that is empty or very long', async (etag) => {
    const document = fetchAnswer((_, response) => response.writeHead(200, { ...json, etag }).end('{}'));
    await expect(document).resolves.toEqual({ body: {} });
  });

  it.each([
    ['its own validator', { etag: '"v2"' }, '"v2"'],
    ['none', {}, '"v1"'],
  ])('K3 · asks by the validator at hand, and takes 304 with %s for an answer', async (_what, headers, etag) => {
    const server = await serve((request, response) => {
      response.writeHead(request.headers['if-none-match'] === '"v1"' ? 304 : 500, headers).end();
    });
    await expect(fetchFrom(server.origin, { etag: '"v1"' })).resolves.toEqual({ etag });
  });

  it('K3 · takes 200 for a new document, though a validator was sent', async () => {
    const { origin } = await serve((_, response) =>
      response.writeHead(200, { ...json, etag: '"v2"' }).end('{"new":1}'),
    );
    await expect(fetchFrom(origin, { etag: '"v1"' })).resolves.toEqual({ body: { new: 1 }, etag: '"v2"' });
  });

  it('K3 · keeps a validator of 512 characters', async () => {
    const etag = `"${'v'.repeat(510)}"`;
    const document = fetchAnswer((_, response) => response.writeHead(200, { ...json, etag }).end('{}'));
    await expect(document).resolves.toEqual({ body: {}, etag });
  });

  it('K3, D-12 · refuses 304 where no validator was sent', async () => {
    await expect(fetchAnswer((_, response) => response.writeHead(304).end())).rejects.toThrow('answered 304');
  });

  it.each([
    ['120', 120_000],
    ['Sun, 22 Nov 2026 00:00:10 GMT', 10_000],
    [undefined, undefined],
  ])('K5, D-12 · tells how long a server that refuses asks to be left alone: %s', async (retryAfter, expected) => {
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    const document = fetchAnswer((_, response) => response.writeHead(429, headers).end());
    await expect(document).rejects.toMatchObject({ name: 'RefusedFetchError', retryAfterMs: expected });
  });
});
