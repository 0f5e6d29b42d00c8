import { randomBytes } from 'node:crypto';
import type { Fetch } from '../../src/keys/fetch-document.js';
import type { KeyFetchReport } from '../../src/keys/key-refresh.js';
import type { KeySource } from '../../src/keys/key-source.js';
import { createKeySource } from '../../src/verifier/issuer-keys.js';
import type { KeySourceContext } from '../../src/verifier/issuer-keys.js';
import type { IssuerOptions } from '../../src/verifier/verifier-options.js';
import { asymmetricAlgorithms } from '../../src/signature/algorithms.js';
import { publicJwk, testKey, verificationKey } from '../support/keys.js';
import { jsonByPath, startServer } from '../support/loopback-server.js';
import type { LoopbackServer } from '../support/loopback-server.js';

const key = testKey('ES256');
const jwks = { keys: [publicJwk(key)] };
const query = { alg: 'ES256', kid: 'k1' };
const minute = 60_000;
const startMs = Date.UTC(2026, 10, 22);

const reports: [string, KeyFetchReport][] = [];
let nowMs = startMs;
let server: LoopbackServer;
let documents: Record<string, unknown>;

beforeEach(async () => {
  reports.length = 0;
  nowMs = startMs;
  documents = {};
  server = await startServer(jsonByPath(() => documents));
});
afterEach(() => server.close());

function sourceFor(options: Partial<IssuerOptions>, context: Partial<KeySourceContext> = {}): KeySource {
  const issuer = options.issuer ?? 'https://issuer.example';
  return createKeySource(
    { issuer, ...options },
    {
      issuer,
      path: 'options',
      algorithms: asymmetricAlgorithms,
      clock: () => nowMs,
      random: () => 1,
      fetch: globalThis.fetch,
      report: (name, report) => reports.push([name, report]),
      ...context,
    },
  );
}

const kids = async (source: KeySource): Promise<unknown> => (await source.find(query)).map(({ kid }) => kid);
const fault = (option: string, text: string): Error =>
  expect.objectContaining({
    name: 'InvalidOptionError',
    option,
    message: expect.stringContaining(text) as string,
  }) as Error;

describe('createKeySource, local keys', () => {
  it.each<[string, Partial<IssuerOptions>]>([
    ['jwks', { jwks }],
    ['publicKey', { publicKey: publicJwk(key) }],
    ['keys', { keys: { find: () => [verificationKey(key)] } }],
  ])('finds a key in `%s`, and fetches nothing', async (_name, options) => {
    expect(await kids(sourceFor(options))).toEqual(['k1']);
    expect(server.paths).toEqual([]);
  });

  it('finds a secret', async () => {
    const source = sourceFor({ secret: randomBytes(32) }, { algorithms: ['HS256'] });
    expect(await source.find({ alg: 'HS256' })).toHaveLength(1);
  });

  it.each<[string, Partial<IssuerOptions>]>([
    ['jwks', { jwksUri: 'https://issuer.example/jwks', jwks }],
    ['publicKey', { jwks, publicKey: publicJwk(key) }],
    ['secret', { publicKey: publicJwk(key), secret: randomBytes(32) }],
    ['keys', { secret: randomBytes(32), keys: { find: () => [] } }],
  ])('G-04 · refuses a second source, `%s`', (second, options) => {
    expect(() => sourceFor(options)).toThrow(fault(second, 'pass one key source; there are'));
  });

  it('names the option as it stands in a list of issuers', () => {
    expect(() => sourceFor({ jwks: { keys: [] } }, { path: 'issuers[1]' })).toThrow(
      fault('issuers[1].jwks', 'no key of the set can be used'),
    );
    expect(() => sourceFor({ jwks, publicKey: publicJwk(key) }, { path: 'issuers[1]' })).toThrow(
      fault('issuers[1].publicKey', 'pass one key source'),
    );
  });

  it.each<[unknown]>([[{}], [[]], ['keys'], [{ find: 'k1' }]])('G-05 · refuses the key source %j', (keys) => {
    expect(() => sourceFor({ keys: keys as KeySource })).toThrow(fault('keys', 'pass a KeySource'));
  });

  it.each([null, '', 'keys'])('G-05 · K2 · refuses the jwksUri %j instead of fetching the issuer itself', (jwksUri) => {
    expect(() => sourceFor({ jwksUri: jwksUri as string })).toThrow(fault('jwksUri', 'pass an absolute https: URL'));
  });

  it.each(['secret', 'publicKey', 'jwks', 'jwksUri', 'keys'])(
    'G-05 · refuses a %s that is undefined instead of asking the issuer for keys',
    (name) => {
      expect(() => sourceFor({ [name]: undefined })).toThrow(fault(name, 'is undefined'));
    },
  );

  it('K8 · guards a source that the caller wrote', async () => {
    const source = sourceFor({
      keys: {
        find: () => {
          throw new Error('bug');
        },
      },
    });
    await expect((async () => source.find(query))()).rejects.toMatchObject({ code: 'keys_unavailable' });
  });
});

describe('createKeySource, keys over HTTP', () => {
  it('K2 · fetches the set at `jwksUri`', async () => {
    documents = { '/keys': jwks };
    const source = sourceFor({ jwksUri: `${server.origin}/keys` });
    expect(await kids(source)).toEqual(['k1']);
    expect(server.paths).toEqual(['/keys']);
    expect(reports).toEqual([
      [
        'https://issuer.example',
        {
          outcome: 'fetched',
          kids: ['k1'],
          unusable: [],
          unchanged: false,
          durationMs: expect.any(Number) as unknown,
          added: [],
          removed: [],
        },
      ],
    ]);
  });

  it.each([
    ['jwksUri', { jwksUri: 'http://issuer.example/keys' }],
    ['jwksUri', { jwksUri: 'https://u:p@issuer.example/keys' }],
    ['jwksUri', { jwksUri: 'not a url' }],
    ['issuer', { issuer: 'http://issuer.example' }],
    ['issuer', { issuer: 'my-issuer' }],
  ])('K2 · refuses at creation to fetch by the %s in %j', (option, options) => {
    expect(() => sourceFor(options)).toThrow(fault(option, 'https:'));
  });

  it('K7 · makes one fetch for 50 concurrent cold requests', async () => {
    documents = { '/keys': jwks };
    const source = sourceFor({ jwksUri: `${server.origin}/keys` });
    const found = await Promise.all(Array.from({ length: 50 }, () => kids(source)));
    expect(found).toEqual(Array(50).fill(['k1']));
    expect(server.paths).toEqual(['/keys']);
  });

  it('K7 · K8 · asks a failing endpoint once a back-off, and tells when again', async () => {
    const source = sourceFor({ jwksUri: `${server.origin}/keys` });
    for (let request = 0; request < 20; request += 1) {
      await expect(kids(source)).rejects.toMatchObject({ status: 503, headers: { 'Retry-After': '1' } });
    }
    expect(server.paths).toEqual(['/keys']);
    expect(reports).toMatchObject([['https://issuer.example', { outcome: 'failed', staleKeysUsed: false }]]);
    documents = { '/keys': jwks };
    nowMs += 1_000;
    expect(await kids(source)).toEqual(['k1']);
  });

  it.each([
    ['an empty set', { keys: [] }],
    ['a set of 101 keys', { keys: Array.from({ length: 101 }, (_, index) => publicJwk(key, { kid: `k${index}` })) }],
    ['a set of secrets', { keys: [{ kty: 'oct', kid: 'k1', k: 'c2VjcmV0' }] }],
    ['a set of private keys', { keys: [{ ...key.signingKey.export({ format: 'jwk' }), kid: 'k1' }] }],
    ['two keys with one kid', { keys: [publicJwk(key), publicJwk(testKey('ES384'))] }],
    ['metadata instead of a set', { issuer: 'https://issuer.example' }],
  ])('K2 · J8 · J9 · K8 · has no keys after a fetch of %s', async (_name, document) => {
    documents = { '/keys': document };
    await expect(kids(sourceFor({ jwksUri: `${server.origin}/keys` }))).rejects.toMatchObject({
      code: 'keys_unavailable',
      cause: { name: 'UnusableKeyError' },
    });
  });

  it('J8 · J9 · uses the good keys of a set with bad ones', async () => {
    documents = { '/keys': { keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'x' }, null, ...jwks.keys] } };
    expect(await kids(sourceFor({ jwksUri: `${server.origin}/keys` }))).toEqual(['k1']);
    expect(reports).toMatchObject([[expect.anything(), { unusable: [{ index: 0 }, { index: 1 }] }]]);
  });
});

describe('createKeySource, the options of fetched keys', () => {
  it('K5 · serves stale keys for as long as `staleIfError` says', async () => {
    documents = { '/keys': jwks };
    const source = sourceFor({ jwksUri: `${server.origin}/keys`, staleIfError: 120 });
    await kids(source);
    documents = {};
    nowMs += 12 * minute - 1;
    expect(await kids(source)).toEqual(['k1']);
    nowMs += 1;
    await expect(kids(source)).rejects.toMatchObject({ code: 'keys_unavailable' });
  });

  it.each([-1, 86_401, NaN, '60', null])('G-05 · K5 · refuses the staleIfError %j', (staleIfError) => {
    const options = { jwksUri: 'https://issuer.example/keys', staleIfError: staleIfError as number };
    expect(() => sourceFor(options)).toThrow(fault('staleIfError', 'seconds between 0 and 86400'));
  });

  it('G-05 · refuses options of fetched keys for others', () => {
    expect(() => sourceFor({ jwks, staleIfError: 60 })).toThrow(fault('staleIfError', 'come from `jwks`'));
    for (const source of [{ jwks }, { jwksUri: 'https://issuer.example/keys' }])
      expect(() => sourceFor({ ...source, sameOriginKeys: true })).toThrow(fault('sameOriginKeys', 'discovery finds'));
    const wrong = 'yes' as unknown as boolean;
    expect(() => sourceFor({ sameOriginKeys: wrong })).toThrow(fault('sameOriginKeys', 'pass true or false'));
  });
});

describe('createKeySource, discovery', () => {
  const metadata = (path = ''): object => ({ issuer: `${server.origin}${path}`, jwks_uri: `${server.origin}/keys` });

  it('K1 · finds the keys by RFC 8414, from the issuer alone', async () => {
    documents = { '/.well-known/oauth-authorization-server': metadata(), '/keys': jwks };
    expect(await kids(sourceFor({ issuer: server.origin }))).toEqual(['k1']);
    expect(server.paths).toEqual(['/.well-known/oauth-authorization-server', '/keys']);
  });

  it('K1 · K8 · tells why each place of the metadata failed, where none was ever found', async () => {
    await expect(kids(sourceFor({ issuer: server.origin }))).rejects.toMatchObject({
      cause: { name: 'AggregateError', message: `${server.origin}: its metadata cannot be had` },
    });
  });

  it('K1 · finds them by OpenID Connect Discovery, the second choice', async () => {
    documents = { '/.well-known/openid-configuration': metadata(), '/keys': jwks };
    expect(await kids(sourceFor({ issuer: server.origin }))).toEqual(['k1']);
    expect(server.paths).toEqual([
      '/.well-known/oauth-authorization-server',
      '/.well-known/openid-configuration',
      '/keys',
    ]);
  });

  it.each([['/.well-known/oauth-authorization-server/realms/a'], ['/realms/a/.well-known/openid-configuration']])(
    'K1 · finds the keys of an issuer with a path at %s',
    async (path) => {
      documents = { [path]: metadata('/realms/a'), '/keys': jwks };
      expect(await kids(sourceFor({ issuer: `${server.origin}/realms/a` }))).toEqual(['k1']);
    },
  );

  it('K1 · K8 · has no keys where the metadata name another issuer, and never asks for theirs', async () => {
    const foreign = { ...metadata(), issuer: 'https://other.example' };
    documents = {
      '/.well-known/oauth-authorization-server': foreign,
      '/.well-known/openid-configuration': foreign,
      '/keys': jwks,
    };
    await expect(kids(sourceFor({ issuer: server.origin }))).rejects.toMatchObject({ code: 'keys_unavailable' });
    expect(server.paths).not.toContain('/keys');
  });

  it('K2 · does not follow metadata to a jwks_uri that is not secure', async () => {
    documents = {
      '/.well-known/oauth-authorization-server': { ...metadata(), jwks_uri: 'http://169.254.169.254/keys' },
    };
    await expect(kids(sourceFor({ issuer: server.origin }))).rejects.toMatchObject({
      cause: { message: expect.stringContaining('only https: URLs are fetched') as string },
    });
  });

  const path = '/.well-known/oauth-authorization-server';
  const movedTo = (place: string): object => ({ ...metadata(), jwks_uri: `${server.origin}${place}` });

  it('K1 · notices a moved jwks_uri with the next refresh, and swaps metadata and keys together', async () => {
    documents = { [path]: metadata(), '/keys': jwks };
    const source = sourceFor({ issuer: server.origin });
    await kids(source);
    documents = { [path]: movedTo('/moved'), '/moved': { keys: [] } };
    nowMs += 10 * minute;
    await expect(source.reload?.()).rejects.toMatchObject({ code: 'keys_unavailable' });
    expect(await kids(source)).toEqual(['k1']);
    documents = { [path]: movedTo('/moved'), '/moved': { keys: [publicJwk(testKey('ES256', 'k2'))] } };
    nowMs += minute;
    await source.reload?.();
    expect(await kids(source)).toEqual([]);
    expect(server.paths.slice(0, 6)).toEqual([path, '/keys', path, '/moved', path, '/moved']);
  });

  it('K1 · notices it at once when a token names a key of the new set', async () => {
    documents = { [path]: metadata(), '/keys': { keys: [publicJwk(testKey('ES256', 'k0'))] } };
    const source = sourceFor({ issuer: server.origin });
    await source.hydrate?.();
    documents = { ...documents, [path]: movedTo('/moved'), '/moved': jwks };
    expect(await kids(source)).toEqual(['k1']);
  });

  it('K1 · notices it by the first failure of the old place', async () => {
    documents = { [path]: metadata(), '/keys': jwks };
    const { source, headers } = sourceOf({ [path]: { 'cache-control': 'max-age=3600' } });
    await kids(source);
    documents = { [path]: movedTo('/moved'), '/moved': jwks };
    nowMs += 9 * minute;
    await refreshed(source);
    expect(source.health?.()).toMatchObject({ state: 'fresh', failures: 1 });
    nowMs += minute;
    await refreshed(source);
    expect(source.health?.()).toMatchObject({ state: 'fresh', failures: 0, ageSeconds: 0 });
    expect(headers.map(([asked]) => asked)).toEqual([path, '/keys', '/keys', path, '/moved']);
  });

  it('K1 · K3 · reads the metadata again in the second half of their time, and revalidates the keys alone before', async () => {
    documents = { [path]: metadata(), '/keys': jwks };
    const { source, headers } = sourceOf({
      [path]: { 'cache-control': 'max-age=3000' },
      '/keys': { etag: '"v1"', 'cache-control': 'max-age=600' },
    });
    await kids(source);
    for (let refresh = 0; refresh < 3; refresh += 1) {
      nowMs += 9 * minute;
      await refreshed(source);
    }
    expect(headers).toEqual([
      [path, undefined],
      ['/keys', undefined],
      ['/keys', '"v1"'],
      ['/keys', '"v1"'],
      [path, undefined],
      ['/keys', '"v1"'],
    ]);
    expect(reports.map(([, report]) => report)).toMatchObject(
      [false, true, true, true].map((unchanged) => ({ outcome: 'fetched', unchanged })),
    );
    documents = { [path]: movedTo('/moved'), '/moved': jwks };
    await source.reload?.();
    expect(headers.at(-1)).toEqual(['/moved', undefined]);
  });

  it('K1 · reads the metadata again when the clock is set back', async () => {
    documents = { [path]: metadata(), '/keys': jwks };
    const source = sourceFor({ issuer: server.origin });
    await kids(source);
    nowMs -= 60 * minute;
    await refreshed(source);
    expect(server.paths).toEqual([path, '/keys', path, '/keys']);
  });

  it('K1 · finds no keys at another origin where only the own one is allowed', async () => {
    documents = { [path]: { ...metadata(), jwks_uri: `${server.origin.replace('127.0.0.1', 'localhost')}/keys` } };
    await expect(kids(sourceFor({ issuer: server.origin, sameOriginKeys: true }))).rejects.toMatchObject({
      cause: {
        errors: expect.arrayContaining([
          expect.objectContaining({ message: expect.stringContaining('at another origin') as string }),
        ]) as unknown[],
      },
    });
    documents = { [path]: metadata(), '/keys': jwks };
    expect(await kids(sourceFor({ issuer: server.origin, sameOriginKeys: true }))).toEqual(['k1']);
  });

  /** A source whose server sends these headers by path, and 304 for its own validator; with what it was asked. */
  function sourceOf(sent: Record<string, Record<string, string>>): {
    readonly source: KeySource;
    readonly headers: [string, string | undefined][];
  } {
    const headers: [string, string | undefined][] = [];
    const fetch: Fetch = async (url, init) => {
      const { pathname } = new URL(url);
      headers.push([pathname, init.headers['if-none-match']]);
      const response = await globalThis.fetch(url, init);
      const own = sent[pathname] ?? {};
      const isKnown = own['etag'] !== undefined && own['etag'] === init.headers['if-none-match'];
      const extended = new Headers([...response.headers, ...Object.entries(own)]);
      return new Response(isKnown ? null : await response.text(), {
        status: isKnown ? 304 : response.status,
        headers: extended,
      });
    };
    return { source: sourceFor({ issuer: server.origin }, { fetch }), headers };
  }

  /** Serves a key that is at hand, and waits for the refresh that this has started. */
  async function refreshed(source: KeySource): Promise<void> {
    const fetches = (): number => reports.filter(([, { outcome }]) => outcome !== 'stale-used').length;
    const before = fetches();
    expect(await source.find(query)).toMatchObject([{ kid: 'k1' }]);
    for (let turn = 0; turn < 10_000 && fetches() === before; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
  }

  describe('while the metadata cannot be had', () => {
    const other = testKey('ES256', 'k2');
    const hour = 60 * minute;
    const kinds = (): unknown[] => reports.map(([, { outcome }]) => outcome);

    /** A source that has found its keys; from then on its metadata are what `documents` says. */
    async function discovered(options: Partial<IssuerOptions> = {}): Promise<KeySource> {
      documents = { [path]: metadata(), '/keys': jwks };
      const source = sourceFor({ issuer: server.origin, ...options });
      await kids(source);
      documents = { '/keys': jwks };
      reports.length = 0;
      return source;
    }

    it('K1, K5, A5 · goes on to fetch the keys from their last place, and says so', async () => {
      const source = await discovered();
      nowMs += 9 * minute;
      await refreshed(source);
      expect(source.health?.()).toMatchObject({ state: 'fresh', loadedAtMs: nowMs, failures: 0 });
      expect(reports).toMatchObject([
        [server.origin, { outcome: 'fetched' }],
        [server.origin, { outcome: 'metadata-failed', error: { name: 'AggregateError' }, trustedForMs: 61 * minute }],
      ]);
    });

    it('K1 · asks for them again with each refresh, a minute apart, and notices a move as soon as they are back', async () => {
      const source = await discovered();
      nowMs += 9 * minute;
      await refreshed(source);
      documents = { [path]: movedTo('/moved'), '/keys': jwks, '/moved': { keys: [publicJwk(other)] } };
      nowMs += minute;
      expect(await kids(source)).toEqual([]);
      expect(await source.find({ alg: 'ES256', kid: 'k2' })).toHaveLength(1);
    });

    it('K4 · refuses a key that was taken out of the set at its last place', async () => {
      const source = await discovered();
      documents = { '/keys': { keys: [publicJwk(other)] } };
      nowMs += 10 * minute;
      await expect(kids(source)).rejects.toMatchObject({ code: 'keys_unavailable' });
      expect(await source.find({ alg: 'ES256', kid: 'k2' })).toHaveLength(1);
    });

    it('K6, K8 · has no answer, rather than no, for a key that may be at another place, and costs the usual budget', async () => {
      const source = await discovered();
      const before = server.paths.length;
      for (let made = 0; made < 20; made += 1)
        await expect((async () => source.find({ alg: 'ES256', kid: `made-up-${made}` }))()).rejects.toMatchObject({
          code: 'keys_unavailable',
          cause: { name: 'AggregateError' },
        });
      expect(server.paths.slice(before).filter((asked) => asked === '/keys')).toHaveLength(2);
      expect(await kids(source)).toEqual(['k1']);
      documents = { [path]: metadata(), '/keys': jwks };
      nowMs += 15_000;
      expect(await source.find({ alg: 'ES256', kid: 'made-up' })).toEqual([]);
    });

    it('K8 · does not let a reload pass for certain', async () => {
      const source = await discovered();
      await expect(source.reload?.()).rejects.toMatchObject({ code: 'keys_unavailable' });
      documents = { [path]: metadata(), '/keys': jwks };
      await expect(source.reload?.()).resolves.toBeUndefined();
    });

    it('K5 · trusts the place for as long past their time as stale keys serve, and then has none', async () => {
      const source = await discovered({ staleIfError: 120 });
      nowMs += 12 * minute - 1;
      await refreshed(source);
      expect(kinds()).toEqual(['fetched', 'metadata-failed']);
      nowMs += 1;
      await expect(source.reload?.()).rejects.toMatchObject({ code: 'keys_unavailable' });
      expect(kinds()).toEqual(['fetched', 'metadata-failed', 'failed']);
      nowMs += hour;
      await expect(kids(source)).rejects.toMatchObject({ code: 'keys_unavailable' });
    });

    it('K1 · trusts no place when the clock was set back past the time of the metadata', async () => {
      const source = await discovered();
      nowMs -= 1;
      await expect(source.reload?.()).rejects.toMatchObject({ code: 'keys_unavailable' });
      expect(kinds()).toEqual(['failed']);
      expect(await kids(source)).toEqual(['k1']);
    });

    it.each<[string, object]>([
      ['name another issuer', { issuer: 'https://other.example', jwks_uri: 'https://other.example/keys' }],
      ['name no place', { jwks_uri: undefined }],
    ])('K1, C-21 · fails where they can be had, and %s', async (_how, contradiction) => {
      const source = await discovered();
      documents = { [path]: { ...metadata(), ...contradiction }, '/keys': jwks };
      nowMs += 10 * minute;
      expect(await kids(source)).toEqual(['k1']);
      expect(kinds()).toContain('failed');
      expect(source.health?.()).toMatchObject({ state: 'stale', loadedAtMs: startMs, failures: 1 });
    });

    it('K5 · fails where the last place does not answer either, and the keys at hand serve', async () => {
      const source = await discovered();
      documents = {};
      nowMs += 10 * minute;
      expect(await kids(source)).toEqual(['k1']);
      expect(source.health?.()).toMatchObject({ state: 'stale', failures: 1 });
    });

    it('A6 · fetches nothing more when it is closed meanwhile', async () => {
      const asked: string[] = [];
      let hang = false;
      const fetch: Fetch = (url) => {
        asked.push(new URL(url).pathname);
        if (hang) return new Promise(() => undefined);
        return Promise.resolve(Response.json(documents[new URL(url).pathname]));
      };
      documents = { [path]: metadata(), '/keys': jwks };
      const source = sourceFor({ issuer: server.origin }, { fetch });
      await kids(source);
      hang = true;
      const reloaded = source.reload?.();
      source.close?.();
      await expect(reloaded).rejects.toMatchObject({ code: 'keys_unavailable' });
      expect(asked.slice(2)).not.toContain('/keys');
    });

    it('K1 · cannot start without them', async () => {
      documents = { '/keys': jwks };
      await expect(kids(sourceFor({ issuer: server.origin }))).rejects.toMatchObject({ code: 'keys_unavailable' });
      expect(server.paths).not.toContain('/keys');
    });
  });
});
