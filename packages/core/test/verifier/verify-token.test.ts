import { createJwtVerifier, MemoryRevocationStore } from '@jwt-guard/core';
import type { JwtVerifier, JwtVerifierOptions, KeySource, RequestLike, VerificationKey } from '@jwt-guard/core';
import { errorWith } from '../support/expectations.js';
import { publicJwk, signToken, testKey, verificationKey } from '../support/keys.js';

const issuer = 'https://issuer.example';
const audience = 'https://api.example';
const startSeconds = 1_800_000_000;
const key = testKey('ES256');
const bound = verificationKey(key);
const claims = {
  iss: issuer,
  aud: audience,
  sub: 'alice',
  iat: startSeconds - 10,
  exp: startSeconds + 300,
  jti: 'j-1',
};
const good = signToken(key, claims);

let nowSeconds: number;
/** What the key source answers. */
let published: readonly VerificationKey[];
let schemaRuns: number;
const clock = (): number => nowSeconds * 1_000;

beforeEach(() => {
  nowSeconds = startSeconds;
  published = [bound];
  schemaRuns = 0;
});

const source: KeySource = { find: ({ alg }) => published.filter(({ algorithm }) => algorithm === alg) };
const schema = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value: unknown) => {
      schemaRuns += 1;
      return { value };
    },
  },
} as const;

/** Its schema tells how often a token was verified anew. */
const holding = (options: Partial<JwtVerifierOptions> = {}): JwtVerifier<unknown> =>
  createJwtVerifier({
    issuer,
    audience,
    keys: source,
    claims: schema,
    clock,
    cache: { maxEntries: 2 },
    ...options,
  });

/** Why a token was refused; undefined when it was not. */
const reasonOf = (verified: Promise<unknown>): Promise<string | undefined> =>
  verified.then(
    () => undefined,
    (error: unknown) => (error as { readonly reason?: string }).reason,
  );

describe('the cache of verified tokens', () => {
  it('is off unless asked for', async () => {
    const verifier = createJwtVerifier({ issuer, audience, keys: source, claims: schema, clock });
    await verifier.verify(good);
    await verifier.verify(good);
    expect(schemaRuns).toBe(2);
  });

  it.each([
    [{}, 'cache.maxEntries', 'between 1 and 1000000'],
    [{ maxEntries: 0 }, 'cache.maxEntries', 'between 1 and 1000000'],
    [{ maxEntries: 1.5 }, 'cache.maxEntries', 'whole number'],
    [{ maxEntries: 10, ttl: 60 }, 'cache.ttl', 'maxEntries'],
  ])('refuses %j', (cache, option, message) => {
    expect(() => holding({ cache: cache as { maxEntries: number } })).toThrow(
      errorWith({ option, message: expect.stringContaining(message) as string }),
    );
  });

  it('V3, V-06 · gives the same frozen result again, without its signature and its schema', async () => {
    const verifier = holding();
    const first = await verifier.verify(good);
    expect(await verifier.verify(good)).toBe(first);
    expect(schemaRuns).toBe(1);
    expect([first, first.claims, first.scopes].every(Object.isFrozen)).toBe(true);
  });

  it('V-07 · knows a token by the whole of it', async () => {
    const verifier = holding();
    await verifier.verify(good);
    const twin = `${good.slice(0, -6)}${good.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`;
    expect(await reasonOf(verifier.verify(twin))).toBe('signature_mismatch');
    expect(await reasonOf(verifier.verify(`${good}.`))).toBe('malformed');
    expect(await reasonOf(verifier.verify({ toString: () => good }))).toBe('malformed');
  });

  it('V-01 · refuses a held token from the second of its exp on', async () => {
    const verifier = holding({ clockTolerance: 0 });
    await verifier.verify(good);
    nowSeconds = claims.exp - 1;
    await verifier.verify(good);
    nowSeconds = claims.exp;
    expect(await reasonOf(verifier.verify(good))).toBe('expired');
    expect(schemaRuns).toBe(1);
  });

  it('V-02 · does not remember that a token was not yet valid, nor that it was', async () => {
    const early = signToken(key, { ...claims, nbf: startSeconds + 60 });
    const verifier = holding();
    expect(await reasonOf(verifier.verify(early))).toBe('not_yet_valid');
    nowSeconds += 60;
    await verifier.verify(early);
    nowSeconds -= 60;
    expect(await reasonOf(verifier.verify(early))).toBe('not_yet_valid');
  });

  it('V-10 · holds no refusal: a token is accepted once its key is there', async () => {
    published = [];
    const verifier = holding();
    expect(await reasonOf(verifier.verify(good))).toBe('key_not_found');
    published = [bound];
    await expect(verifier.verify(good)).resolves.toMatchObject({ subject: 'alice' });
  });

  it('K4, V-03 · refuses a held token when its key has gone', async () => {
    const verifier = holding();
    await verifier.verify(good);
    published = [];
    expect(await reasonOf(verifier.verify(good))).toBe('key_not_found');
    published = [verificationKey(testKey('ES256', 'another'))];
    expect(await reasonOf(verifier.verify(good))).toBe('signature_mismatch');
  });

  it('V-03 · verifies anew by a key that was loaded anew, also where the source promises it', async () => {
    const verifier = holding({ keys: { find: (query) => Promise.resolve(source.find(query)) } });
    await verifier.verify(good);
    await verifier.verify(good);
    expect(schemaRuns).toBe(1);
    published = [verificationKey(key)];
    await verifier.verify(good);
    expect(schemaRuns).toBe(2);
  });

  it('K8 · is no way around keys that cannot be had', async () => {
    const verifier = holding({
      keys: { find: () => (published.length > 0 ? published : Promise.reject(new Error())) },
    });
    await verifier.verify(good);
    published = [];
    expect(await reasonOf(verifier.verify(good))).toBe('keys_unavailable');
  });

  it('V3 · asks about revocation each time', async () => {
    const revocation = new MemoryRevocationStore({ clock });
    const verifier = holding({ revocation });
    await verifier.verify(good);
    await revocation.revokeToken({ issuer, jti: 'j-1', expiresAt: claims.exp });
    expect(await reasonOf(verifier.verify(good))).toBe('revoked');
    expect(schemaRuns).toBe(1);
  });

  it('P6 · asks each time whether the issuer is still trusted, by the same rules', async () => {
    let answer: object | undefined = { issuer, audience, keys: source };
    const options = { issuers: () => Promise.resolve(answer), claims: schema, clock, cache: { maxEntries: 2 } };
    const verifier = createJwtVerifier(options as unknown as JwtVerifierOptions);
    await verifier.verify(good);
    await verifier.verify(good);
    expect(schemaRuns).toBe(1);
    answer = { issuer, audience: 'https://other.example', keys: source };
    nowSeconds += 11 * 60;
    const later = signToken(key, { ...claims, exp: nowSeconds + 300 });
    expect(await reasonOf(verifier.verify(later))).toBe('audience_mismatch');
    answer = undefined;
    nowSeconds += 11 * 60;
    expect(await reasonOf(verifier.verify(signToken(key, { ...claims, exp: nowSeconds + 300 })))).toBe(
      'issuer_not_trusted',
    );
  });

  it('P6 · waits for an issuer that must be asked about anew, and drops what its old rules held', async () => {
    const options = {
      issuers: () => Promise.resolve({ issuer, audience, keys: source }),
      claims: schema,
      clock,
      cache: { maxEntries: 2 },
    };
    const verifier = createJwtVerifier(options as unknown as JwtVerifierOptions);
    const lasting = signToken(key, { ...claims, exp: startSeconds + 3_600 });
    await verifier.verify(lasting);
    nowSeconds += 11 * 60;
    await verifier.verify(lasting);
    expect(schemaRuns).toBe(2);
  });

  it('V-05 · belongs to one verifier', async () => {
    await holding().verify(good);
    expect(await reasonOf(holding({ audience: 'https://other.example' }).verify(good))).toBe('audience_mismatch');
    expect(await reasonOf(holding({ algorithms: ['RS256'] }).verify(good))).toBe('algorithm_not_allowed');
  });

  it('A2, V-09 · holds those that were used last, and no more', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((jti) => signToken(key, { ...claims, jti })) as [string, string, string];
    const verifier = holding();
    for (const token of [a, b, a, c]) await verifier.verify(token);
    expect(schemaRuns).toBe(3);
    await verifier.verify(a);
    expect(schemaRuns).toBe(3);
    await verifier.verify(b);
    expect(schemaRuns).toBe(4);
  });

  it('D1, V-11 · never holds a token that is bound to a key', async () => {
    const verifier = holding();
    const token = signToken(key, { ...claims, cnf: { jkt: 'x'.repeat(43) } });
    expect(await reasonOf(verifier.verify(token))).toBe('proof_missing');
    expect(await reasonOf(verifier.verify(token))).toBe('proof_missing');
  });

  it('V-13 · shares no failure between requests at once', async () => {
    published = [];
    const verifier = holding();
    const first = reasonOf(verifier.verify(good));
    published = [bound];
    const second = verifier.verify(good);
    expect(await first).toBe('key_not_found');
    await expect(second).resolves.toMatchObject({ subject: 'alice' });
  });

  it('tells where the token of this request came from', async () => {
    const verifier = holding();
    const request: RequestLike = { method: 'GET', rawHeaders: [] };
    expect(await verifier.verify(good, { request, source: 'header' })).toHaveProperty('source', 'header');
    expect(await verifier.verify(good, { request, source: 'cookie' })).toHaveProperty('source', 'cookie');
    expect(schemaRuns).toBe(1);
  });

  it('B8 · tells of held tokens as of others', async () => {
    const verifier = holding();
    const events: unknown[] = [];
    verifier.on('verified', ({ durationMs, ...event }) => events.push([event, typeof durationMs]));
    verifier.on('rejected', ({ reason, signatureVerified }) => events.push([reason, signatureVerified]));
    await verifier.verify(good);
    await verifier.verify(good);
    nowSeconds = claims.exp + 60;
    await reasonOf(verifier.verify(good));
    expect(events[1]).toEqual(events[0]);
    expect(events[2]).toEqual(['expired', false]);
  });

  it('B8, L-01 · tells of a held token that was revoked that its signature is good', async () => {
    const store = new MemoryRevocationStore({ maxLifetime: 3_600, clock });
    const verifier = holding({ revocation: store });
    const events: unknown[] = [];
    verifier.on('rejected', ({ reason, signatureVerified }) => events.push([reason, signatureVerified]));
    await verifier.verify(good);
    await store.revokeToken({ issuer, jti: claims.jti });
    expect(await reasonOf(verifier.verify(good))).toBe('revoked');
    expect(events).toEqual([['revoked', true]]);
  });

  it('knows keys of a set by their very objects', async () => {
    const verifier = createJwtVerifier({
      ...{ issuer, audience, clock, claims: schema, cache: { maxEntries: 2 } },
      jwks: { keys: [publicJwk(key)] },
    });
    await verifier.verify(good);
    await verifier.verify(good);
    expect(schemaRuns).toBe(1);
  });
});
