import { createSecretKey } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { SecurityEvents } from '../../src/events/events.js';
import type { KeySource } from '../../src/keys/key-source.js';
import type { StandardSchema } from '../../src/claims/standard-schema.js';
import { createJwtVerifier } from '../../src/verifier/jwt-verifier.js';
import type { JwtVerifier } from '../../src/verifier/jwt-verifier.js';
import type { IssuerOptions, JwtVerifierOptions } from '../../src/verifier/verifier-options.js';
import { base64url, publicJwk, signSegments, signText, signToken, testKey, verificationKey } from '../support/keys.js';
import { jsonByPath, startServer } from '../support/loopback-server.js';
import { refusal } from '../support/refusal.js';
import { timersOf } from '../support/timers-of.js';

const nowSeconds = 1_800_000_000;
const issuer = 'https://issuer.example';
const audience = 'https://api.example';
const key = testKey('ES256');
const attacker = testKey('ES256', 'attacker');
const rsa = testKey('RS256', 'rsa');
const hmac = testKey('HS256', 'hmac');

const claims = { iss: issuer, aud: audience, exp: nowSeconds + 300, sub: 'alice' };
const clock = (): number => nowSeconds * 1_000;
const good = signToken(key, claims);

/** A verifier of one issuer, whose ports count how often they are used. */
function countingVerifier(options: Partial<IssuerOptions> & Pick<JwtVerifierOptions, 'maxTokenSize'> = {}) {
  const uses = { clock: 0, keys: 0, schema: 0 };
  const keys: KeySource = {
    find: () => {
      uses.keys += 1;
      return [verificationKey(key)];
    },
  };
  const schema: StandardSchema = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => {
        uses.schema += 1;
        return { value };
      },
    },
  };
  const verifier = createJwtVerifier({
    issuer,
    audience,
    keys,
    claims: schema,
    clock: () => {
      uses.clock += 1;
      return clock();
    },
    ...options,
  });
  return { verifier, uses };
}

const verifierOf = (options: Partial<IssuerOptions> = {}): JwtVerifier =>
  createJwtVerifier({
    issuer,
    audience,
    clock,
    ...(options.secret === undefined && { publicKey: publicJwk(key) }),
    ...options,
  });

const durationMs = expect.any(Number) as unknown;

/** The events that a verifier emits, in order. */
function eventsOf(verifier: Pick<JwtVerifier, 'on'>): unknown[] {
  const events: unknown[] = [];
  for (const name of ['verified', 'rejected', 'keysFetched', 'keysFailed'] as const)
    verifier.on(name, (event: SecurityEvents[typeof name]) => events.push([name, event]));
  return events;
}

describe('verify', () => {
  it('answers the verified token, frozen at every depth', async () => {
    const token = await verifierOf().verify(signToken(key, { ...claims, scope: 'read write', realm: { a: [1] } }));
    expect(token).toMatchObject({ issuer, subject: 'alice', scopes: ['read', 'write'], expiresAt: claims.exp });
    for (const part of [token, token.header, token.claims, token.claims['realm'], token.scopes])
      expect(Object.isFrozen(part)).toBe(true);
    expect(JSON.stringify(token)).not.toContain(good.slice(-20));
  });

  it('carries where the credential came from', async () => {
    await expect(verifierOf().verify(good, { source: 'cookie' })).resolves.toHaveProperty('source', 'cookie');
    await expect(verifierOf().verify(good)).resolves.not.toHaveProperty('source');
  });

  it.each([
    ['S-46', 'undefined', undefined],
    ['S-46', 'an object', {}],
    ['S-45', 'a quoted token', `"${good}"`],
    [
      'S-14',
      'a twin of its last character',
      `${good.slice(0, -1)}${String.fromCharCode(good.charCodeAt(good.length - 1) + 1)}`,
    ],
  ])('J1 · %s · rejects %s by a typed error', async (_id, _name, token) => {
    await expect(verifierOf().verify(token)).rejects.toMatchObject({ name: 'InvalidTokenError', status: 401 });
  });

  it('J3 · S-15 · rejects claims with non-zero trailing bits, rightly signed as they stand', async () => {
    const [header = '', body = ''] = signToken(key, { ...claims, sub: 'alice1' }).split('.');
    const last = body.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = body.slice(0, -1) + (alphabet[alphabet.indexOf(last) + 1] ?? '');
    expect(Buffer.from(twin, 'base64url')).toEqual(Buffer.from(body, 'base64url'));
    await expect(verifierOf().verify(signSegments(key, header, body))).resolves.toBeDefined();
    await expect(verifierOf().verify(signSegments(key, header, twin))).rejects.toThrow(refusal('malformed'));
  });

  it.each(['none', 'None', 'NONE', 'nOnE', 'HS256', 'RS512', 'ES256K', '__proto__', 'es256'])(
    'J4 · A-02 · A-03 · A-06 · A-07 · rejects the alg %s before any key',
    async (alg) => {
      const { verifier, uses } = countingVerifier({ algorithms: ['ES256'] });
      const [, body = '', signature = ''] = good.split('.');
      const header = base64url(JSON.stringify({ alg, kid: 'k1' }));
      await expect(verifier.verify(`${header}.${body}.${signature}`)).rejects.toThrow(
        refusal('algorithm_not_allowed', 'alg'),
      );
      expect(uses.keys).toBe(0);
    },
  );

  it('J4 · A-12 · A-14 · rejects HMAC by the text of a public key', async () => {
    const verifier = verifierOf({ publicKey: rsa.keyObject });
    const pem = rsa.keyObject.export({ type: 'spki', format: 'pem' });
    for (const alg of ['HS256', 'HS384', 'HS512'] as const) {
      const secret = createSecretKey(Buffer.from(pem as string));
      const forged = signToken({ alg, kid: 'k1', signingKey: secret, keyObject: secret }, claims);
      await expect(verifier.verify(forged)).rejects.toThrow(refusal('algorithm_not_allowed'));
    }
  });

  it('J4 · A-16 · a verifier with a secret takes no asymmetric token, and no HMAC by another secret', async () => {
    const verifier = verifierOf({ secret: hmac.keyObject });
    await expect(verifier.verify(signToken(hmac, claims))).resolves.toMatchObject({ subject: 'alice' });
    await expect(verifier.verify(good)).rejects.toThrow(refusal('algorithm_not_allowed'));
    const other = signToken(testKey('HS256', 'other'), claims);
    await expect(verifier.verify(other)).rejects.toThrow(refusal('signature_mismatch'));
  });

  it('J6 · K-06 · accepts a good token that also carries jku, x5u and jwk, and fetches nothing', async () => {
    const header = { jku: 'https://a.example', x5u: 'https://a.example', jwk: publicJwk(attacker) };
    const fetched: string[] = [];
    const verifier = createJwtVerifier({
      issuer,
      audience,
      clock,
      jwks: { keys: [publicJwk(key)] },
      fetch: (url) => {
        fetched.push(url);
        return Promise.reject(new Error('no network'));
      },
    });
    await expect(verifier.verify(signToken(key, claims, header))).resolves.toMatchObject({ subject: 'alice' });
    const forged = signToken(attacker, claims, { ...header, kid: 'k1' });
    await expect(verifier.verify(forged)).rejects.toThrow(refusal('signature_mismatch'));
    expect(fetched).toEqual([]);
  });

  it.each([
    ['J5', 'A-30', { crit: ['exp'] }, 'unsupported_critical'],
    ['J13', 'C-45', { typ: 'refresh+jwt' }, 'type_mismatch'],
    ['J14', 'S-43', { cty: 'JWT' }, 'nested'],
  ] as const)('%s · %s · rejects the header %j, rightly signed', async (_requirement, _id, header, reason) => {
    await expect(verifierOf().verify(signToken(key, claims, header))).rejects.toThrow(refusal(reason));
  });

  it.each([
    ['J11', 'C-06', '"exp":1e999', 'malformed'],
    ['J11', 'C-07', '"exp":1e308', 'malformed'],
    ['P1', 'C-01', '"iat":1', 'claim_missing'],
    ['J15', 'S-34', `"exp":${claims.exp},"__proto__":{"isAdmin":true}`, 'malformed'],
  ] as const)('%s · %s · rejects the claims %s, rightly signed', async (_requirement, _id, members, reason) => {
    const text = `{"iss":"${issuer}","aud":"${audience}",${members}}`;
    await expect(verifierOf().verify(signText(key, '{"alg":"ES256","kid":"k1"}', text))).rejects.toThrow(
      refusal(reason),
    );
  });

  it('J15 · S-35 · accepts claims that are named like inherited members', async () => {
    const odd = { constructor: 'x', hasOwnProperty: 'x', toString: 'x', toJSON: 'x', then: 'x', valueOf: 'x' };
    const token = await verifierOf().verify(signToken(key, { ...claims, ...odd }));
    expect(token.claims).toMatchObject(odd);
  });

  it.each([
    `${issuer}/`,
    'https://ISSUER.example',
    `${issuer}:443`,
    'https://x@issuer.example',
    `${issuer}.evil.example`,
    'https://issuer.exampl',
    `${issuer} `,
    `${issuer}\0`,
    'https://іssuer.example',
  ])('J12 · C-21 · C-22 · C-25 · does not trust the issuer %j', async (iss) => {
    await expect(verifierOf().verify(signToken(key, { ...claims, iss }))).rejects.toThrow(
      refusal('issuer_not_trusted', 'iss'),
    );
  });

  it.each([[[issuer]], [{}], [null], [''], [1], [undefined]])(
    'J12 · C-23 · M-06 · rejects the issuer %j',
    async (iss) => {
      const verdict = verifierOf().verify(signToken(key, { ...claims, iss }));
      await expect(verdict).rejects.toThrow(refusal(iss === undefined ? 'claim_missing' : 'malformed', 'iss'));
    },
  );

  it.each([{ jkt: 'x' }, { 'x5t#S256': 'x' }, { jkt: 'x', 'x5t#S256': 'x' }, { unknown: 'x' }, {}, [], 'x', null])(
    'D1 · C-57 · C-58 · rejects a token bound by cnf %j as a plain Bearer token',
    async (cnf) => {
      await expect(verifierOf().verify(signToken(key, { ...claims, cnf }))).rejects.toThrow(
        refusal('proof_missing', 'cnf'),
      );
      await expect(verifierOf().verify(signToken(attacker, { ...claims, cnf }, { kid: 'k1' }))).rejects.toThrow(
        refusal('signature_mismatch'),
      );
    },
  );

  it('S-47 · A-10 · accepts none of 10,000 seeded mutants of a good token, and answers each by a typed error', async () => {
    const token = signToken(hmac, claims);
    const verifier = verifierOf({ secret: hmac.keyObject });
    const random = seededRandom(20_261_122);
    for (let index = 0; index < 10_000; index += 1) {
      const mutant = mutate(token, random);
      if (mutant === token) continue;
      const verdict = await verifier.verify(mutant).catch((error: unknown) => error);
      if ((verdict as { name?: string }).name !== 'InvalidTokenError')
        throw new Error(`mutant ${index}: ${String(verdict)}`);
    }
    await expect(verifier.verify(token)).resolves.toBeDefined();
  });
});

describe('the order of the checks', () => {
  const [header = '', body = '', signature = ''] = good.split('.');
  const foreign = { ...claims, iss: 'https://other.example' };

  it.each([
    ['size', 'malformed', `${good}${'x'.repeat(20_000)}`, 0],
    ['alphabet', 'malformed', `${header}=.${body}.${signature}`, 0],
    ['JSON', 'malformed', signText(key, '{"alg":"ES256"}', '{"iss":'), 0],
    ['header', 'unsupported_critical', signToken(key, foreign, { crit: ['x'] }), 0],
    ['issuer', 'issuer_not_trusted', signToken(key, foreign), 0],
    ['algorithm', 'algorithm_not_allowed', signToken(hmac, claims), 0],
    ['kind', 'type_mismatch', signToken(key, claims, { typ: 'logout+jwt' }), 1],
    ['time', 'expired', signToken(key, { ...claims, exp: nowSeconds - 60 }), 1],
    ['audience', 'audience_mismatch', signToken(key, { ...claims, aud: 'other' }), 1],
  ] as const)('A4 · refuses by %s (%s) before any key is looked up', async (_name, reason, token, clockReads) => {
    const { verifier, uses } = countingVerifier();
    await expect(verifier.verify(token)).rejects.toThrow(refusal(reason));
    expect(uses).toEqual({ clock: clockReads, keys: 0, schema: 0 });
  });

  it('A4 · J2 · refuses by size before alphabet, alphabet before JSON, JSON before issuer, issuer before time', async () => {
    const reasonOf = async (token: string, maxTokenSize?: number): Promise<unknown> =>
      countingVerifier(maxTokenSize === undefined ? {} : { maxTokenSize })
        .verifier.verify(token)
        .catch((error: unknown) => (error as { reason: string }).reason);
    const opaque = 'x'.repeat(300);
    expect(await reasonOf(opaque)).toBe('opaque');
    expect(await reasonOf(opaque, 256)).toBe('malformed');
    expect(await reasonOf(signText(key, '{"alg":"ES256"}', `{"iss":"x","iss":"y"}`))).toBe('malformed');
    expect(await reasonOf(signToken(key, { iss: 'x', exp: 1 }))).toBe('issuer_not_trusted');
    expect(await reasonOf(signToken(key, { ...claims, exp: 1, aud: 'other' }))).toBe('expired');
  });

  it('A4 · asks for a key before it runs the schema, and verifies before both requirements and bindings', async () => {
    const { verifier, uses } = countingVerifier();
    await verifier.verify(good);
    expect(uses).toEqual({ clock: 1, keys: 1, schema: 1 });
  });

  it('A-38 · P7 · never runs the schema on a token whose signature does not hold', async () => {
    const { verifier, uses } = countingVerifier();
    const forged = signToken(attacker, claims, { kid: 'k1' });
    await expect(verifier.verify(forged)).rejects.toThrow(refusal('signature_mismatch'));
    expect(uses).toEqual({ clock: 1, keys: 1, schema: 0 });
  });

  it('A4 · P5 · M-05 · causes no network for garbage, foreign issuers and expired tokens', async () => {
    const fetched: string[] = [];
    const verifier = createJwtVerifier({
      issuer,
      audience,
      clock,
      fetch: (url) => {
        fetched.push(url);
        return Promise.reject(new Error('no network'));
      },
    });
    const tokens = [
      'garbage',
      `${header}.${body}`,
      signToken(key, foreign),
      signToken(hmac, claims),
      signToken(key, { ...claims, exp: nowSeconds - 60 }),
      signToken(key, { ...claims, aud: undefined }),
    ];
    for (const token of tokens) await expect(verifier.verify(token)).rejects.toMatchObject({ status: 401 });
    expect(fetched).toEqual([]);
    await expect(verifier.verify(good)).rejects.toMatchObject({ status: 503 });
    expect(fetched).toHaveLength(2);
  });
});

describe('schemas', () => {
  const tenantSchema: StandardSchema<{ tenant: number }> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => {
        const { tenant } = value as { tenant?: unknown };
        return typeof tenant === 'string' ? { value: { tenant: Number(tenant) } } : { issues: [{ message: 'tenant' }] };
      },
    },
  };
  const verifier = createJwtVerifier({ issuer, audience, clock, publicKey: publicJwk(key), claims: tenantSchema });

  it('P7 · a schema types the claims of the result', async () => {
    const { claims: typed }: { claims: { tenant: number } } = await verifier.verify(
      signToken(key, { ...claims, tenant: '7' }),
    );
    expect(typed).toEqual({ tenant: 7 });
  });

  it('P7 · a schema rejects with claims_schema', async () => {
    await expect(verifier.verify(good)).rejects.toThrow(refusal('claims_schema'));
  });
});

describe('several issuers', () => {
  const a = { issuer: 'https://a.example', audience: 'api-a' };
  const b = { issuer: 'https://b.example', audience: 'api-b' };
  const keyOfA = testKey('ES256', 'same-kid');
  const keyOfB = { ...attacker, kid: 'same-kid' };
  const verifier = createJwtVerifier({
    clock,
    issuers: [
      { ...a, jwks: { keys: [publicJwk(keyOfA)] }, algorithms: ['ES256', 'RS256'] },
      { ...b, jwks: { keys: [publicJwk(keyOfB)] }, profile: 'access-token' },
      { issuer: 'https://c.example', audience: 'api-c', secret: hmac.keyObject },
    ],
  });
  const claimsOf = (name: 'a' | 'b' | 'c', aud = `api-${name}`): object => ({
    iss: `https://${name}.example`,
    aud,
    exp: nowSeconds + 300,
    iat: nowSeconds,
    sub: 's',
    client_id: 'c',
    jti: 'j',
  });
  const at = { typ: 'at+jwt' };

  it('P5 · accepts each token by the keys and rules of its own issuer', async () => {
    await expect(verifier.verify(signToken(keyOfA, claimsOf('a')))).resolves.toHaveProperty('issuer', a.issuer);
    await expect(verifier.verify(signToken(keyOfB, claimsOf('b'), at))).resolves.toHaveProperty('issuer', b.issuer);
    await expect(verifier.verify(signToken(hmac, claimsOf('c')))).resolves.toHaveProperty(
      'issuer',
      'https://c.example',
    );
  });

  it.each([
    ['M-01', 'keys, in one direction', signToken(keyOfA, claimsOf('b'), at), 'signature_mismatch'],
    ['M-02', 'keys, in the other, under the same kid', signToken(keyOfB, claimsOf('a')), 'signature_mismatch'],
    ['P5', 'audiences', signToken(keyOfA, claimsOf('a', 'api-b')), 'audience_mismatch'],
    ['P5', 'types', signToken(keyOfB, claimsOf('b')), 'type_mismatch'],
    ['M-08', 'algorithms', signToken(hmac, claimsOf('a')), 'algorithm_not_allowed'],
    ['M-08', 'algorithms, back', signToken(keyOfA, claimsOf('c')), 'algorithm_not_allowed'],
  ] as const)('P5 · %s · never crosses %s', async (_id, _name, token, reason) => {
    await expect(verifier.verify(token)).rejects.toThrow(refusal(reason));
  });

  it.each(['__proto__', 'constructor', 'toString', 'https://d.example'])(
    'P5 · M-04 · does not know the issuer %s',
    async (iss) => {
      await expect(verifier.verify(signToken(keyOfA, { ...claimsOf('a'), iss }))).rejects.toThrow(
        refusal('issuer_not_trusted'),
      );
    },
  );
});

describe('key sources', () => {
  const broken = (find: KeySource['find']): JwtVerifier =>
    createJwtVerifier({ issuer, audience, clock, keys: { find } });

  it('K8 · K-17 · a key source that fails is a 503 with Retry-After, and recovers by itself', async () => {
    let fails = true;
    const verifier = broken(() => (fails ? Promise.reject(new Error('down')) : [verificationKey(key)]));
    await expect(verifier.verify(good)).rejects.toMatchObject({
      name: 'KeysUnavailableError',
      status: 503,
      headers: { 'Retry-After': '1' },
    });
    fails = false;
    await expect(verifier.verify(good)).resolves.toBeDefined();
  });

  it('passes on an error that is no refusal, without an event', async () => {
    const bug = new Error('clock');
    const verifier = createJwtVerifier({
      issuer,
      audience,
      publicKey: publicJwk(key),
      clock: () => {
        throw bug;
      },
    });
    const events = eventsOf(verifier);
    await expect(verifier.verify(good)).rejects.toBe(bug);
    expect(events).toEqual([]);
  });

  it('tells the health of each issuer; keys that were given once do not age', async () => {
    const verifier = createJwtVerifier({
      clock,
      issuers: [
        { issuer: 'https://a.example', audience, jwksUri: 'https://a.example/keys' },
        { issuer: 'https://b.example', audience, publicKey: publicJwk(key) },
      ],
    });
    expect([...verifier.health()]).toEqual([
      ['https://a.example', { state: 'never', failures: 0 }],
      ['https://b.example', { state: 'fresh' }],
    ]);
    verifier.close();
    await expect(verifier.hydrate()).rejects.toMatchObject({ code: 'keys_unavailable' });
    await expect(verifierOf().hydrate()).resolves.toBeUndefined();
  });

  it('K1 · K8 · hydrates by discovery, tells what was fetched, and what failed', async () => {
    let documents: Record<string, unknown> = {};
    const server = await startServer(jsonByPath(() => documents));
    let nowMs = clock();
    const verifier = createJwtVerifier({ issuer: server.origin, audience, clock: () => nowMs });
    const events = eventsOf(verifier);
    await expect(verifier.hydrate()).rejects.toMatchObject({ status: 503 });
    documents = {
      '/.well-known/openid-configuration': { issuer: server.origin, jwks_uri: `${server.origin}/keys` },
      '/keys': { keys: [publicJwk(key)] },
    };
    nowMs += 1_000;
    await verifier.hydrate();
    await expect(verifier.verify(signToken(key, { ...claims, iss: server.origin }))).resolves.toBeDefined();
    expect(events).toEqual([
      [
        'keysFailed',
        {
          issuer: server.origin,
          error: expect.anything() as unknown,
          retryAfterSeconds: 1,
          staleKeysUsed: false,
          durationMs,
        },
      ],
      ['keysFetched', { issuer: server.origin, kids: ['k1'], unusable: [], unchanged: false, durationMs }],
      ['verified', { issuer: server.origin, algorithm: 'ES256', kid: 'k1', durationMs }],
    ]);
    await server.close();
  });

  it('K9 · K4 · tells of keys that have come and gone, and of stale ones; reloads when told', async () => {
    const next = testKey('ES256', 'k2');
    let keys: unknown = [publicJwk(key)];
    const server = await startServer(jsonByPath(() => ({ '/keys': { keys } })));
    let nowMs = clock();
    const verifier = createJwtVerifier({
      issuers: [
        { issuer, audience, jwksUri: `${server.origin}/keys` },
        { issuer: 'https://local.example', audience, publicKey: publicJwk(key) },
      ],
      clock: () => nowMs,
      random: () => 1,
    });
    await verifier.hydrate();
    const events: [string, unknown][] = [];
    for (const name of ['keyAdded', 'keyRemoved', 'keysStaleUsed'] as const)
      verifier.on(name, (event) => events.push([name, event]));
    const heard = (name: string): unknown[] => events.filter((event) => event[0] === name).map((event) => event[1]);
    keys = [publicJwk(next), publicJwk(testKey('ES256', 'caf\u00e9')), publicJwk(key, { kid: undefined })];
    await verifier.reload();
    expect(heard('keyAdded')).toEqual([
      { issuer, kid: 'k2', algorithm: 'ES256' },
      { issuer, kid: 'caf\\u00e9', algorithm: 'ES256' },
      { issuer, algorithm: 'ES256' },
    ]);
    expect(heard('keyRemoved')).toEqual([{ issuer, kid: 'k1', algorithm: 'ES256' }]);
    await expect(verifier.verify(good)).rejects.toMatchObject({ reason: 'key_not_found' });
    keys = [];
    nowMs += 1_000;
    await expect(verifier.reload()).rejects.toMatchObject({ code: 'keys_unavailable' });
    nowMs += 11 * 60_000;
    const lasting = signToken(next, { ...claims, exp: claims.exp + 3_600 });
    await expect(verifier.verify(lasting)).resolves.toMatchObject({ issuer });
    expect(heard('keysStaleUsed')).toEqual([{ issuer, ageSeconds: 661, usableForSeconds: 4_200 - 661 }]);
    expect(verifier.health().get(issuer)).toMatchObject({ state: 'stale', ageSeconds: 661 });
    verifier.close();
    await server.close();
  });
});

describe('events', () => {
  it('tells of an accepted token without its claims', async () => {
    const verifier = verifierOf();
    const events = eventsOf(verifier);
    await verifier.verify(good, { source: 'header' });
    await verifier.verify(signToken(key, claims, { kid: undefined }));
    expect(events).toStrictEqual([
      ['verified', { issuer, algorithm: 'ES256', kid: 'k1', source: 'header', durationMs }],
      ['verified', { issuer, algorithm: 'ES256', durationMs }],
    ]);
  });

  it('tells of a refused token how far it came', async () => {
    const verifier = verifierOf();
    const events = eventsOf(verifier);
    const tokens = ['x.y.z', signToken(key, { ...claims, iss: 'evil' }), signToken(key, { ...claims, cnf: {} })];
    for (const token of tokens) await expect(verifier.verify(token)).rejects.toBeDefined();
    const invalid = { code: 'invalid_token', durationMs };
    expect(events).toEqual([
      ['rejected', { ...invalid, reason: 'malformed', signatureVerified: false }],
      [
        'rejected',
        {
          ...invalid,
          reason: 'issuer_not_trusted',
          signatureVerified: false,
          algorithm: 'ES256',
          kid: 'k1',
          claim: 'iss',
        },
      ],
      [
        'rejected',
        {
          ...invalid,
          reason: 'proof_missing',
          signatureVerified: true,
          issuer,
          algorithm: 'ES256',
          kid: 'k1',
          claim: 'cnf',
        },
      ],
    ]);
  });

  it('K9 · tells how long verifying took, the wait for its keys included', async () => {
    const seen: Record<string, number> = {};
    const note = (name: string): void => void (seen[name] = performance.now());
    const keys = {
      find: async () => {
        note('asked');
        await new Promise((resolve) => setImmediate(resolve));
        note('answered');
        return [verificationKey(key)];
      },
    };
    const verifier = createJwtVerifier({ issuer, audience, clock, keys });
    const events = eventsOf(verifier) as [string, { durationMs: number }][];
    const before = performance.now();
    await verifier.verify(good);
    await expect(verifier.verify(signToken(attacker, claims, { kid: 'k1' }))).rejects.toThrow(
      refusal('signature_mismatch'),
    );
    const elapsedMs = performance.now() - before;
    const lastFindMs = (seen['answered'] ?? 0) - (seen['asked'] ?? 0);

    expect(events.map(([name]) => name)).toEqual(['verified', 'rejected']);
    const [accepted, refused] = events.map(([, event]) => event.durationMs) as [number, number];
    expect(accepted).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(lastFindMs);
    expect(accepted + refused).toBeLessThan(elapsedMs);
  });

  it('claims no duration where nobody listened when verifying began', async () => {
    const events: unknown[] = [];
    const keys = {
      find: () => {
        verifier.on('verified', (event) => events.push(event));
        return [verificationKey(key)];
      },
    };
    const verifier = createJwtVerifier({ issuer, audience, clock, keys });
    await verifier.verify(good);
    expect(events).toEqual([{ issuer, algorithm: 'ES256', kid: 'k1' }]);
  });

  it('A-02, A-03, A-08, A-12 · marks a token that asks for another kind of algorithm, with its issuer where that is ours', async () => {
    const verifier = verifierOf();
    const events = eventsOf(verifier) as [string, { issuer?: string; algorithmConfusion?: true }][];
    const [, payload = ''] = good.split('.');
    const headed = (alg: string): string => Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const tokens = [
      `${headed('none')}.${payload}.`,
      `${headed('nOnE')}.${payload}.AAAA`,
      `${headed('HS256')}.${payload}.AAAA`,
    ];
    for (const token of tokens) await expect(verifier.verify(token)).rejects.toThrow();
    await expect(verifier.verify(`${good}x`)).rejects.toThrow();

    expect(events.map(([, event]) => [event.algorithmConfusion, event.issuer])).toEqual([
      [true, undefined],
      [true, issuer],
      [true, issuer],
      [undefined, undefined],
    ]);
  });

  it('J10 · escapes a hostile kid, and cuts it', async () => {
    const verifier = verifierOf();
    const events = eventsOf(verifier);
    const kid = `\r\n\u001b[31m${'k'.repeat(200)}`;
    await expect(verifier.verify(signToken(key, claims, { kid }))).rejects.toThrow(refusal('key_not_found'));
    expect(events).toEqual([
      ['rejected', expect.objectContaining({ kid: `\\u000d\\u000a\\u001b[31m${'k'.repeat(57)}` })],
    ]);
  });

  it('reaches process-wide subscribers, without the token or a claim in it', async () => {
    const seen: unknown[] = [];
    const subscriber = (event: unknown): void => void seen.push(event);
    subscribe('jwt-guard:verified', subscriber);
    await verifierOf().verify(good);
    unsubscribe('jwt-guard:verified', subscriber);
    expect(seen).toEqual([{ issuer, algorithm: 'ES256', kid: 'k1', durationMs }]);
  });
});

describe('close', () => {
  it('A6 · hangs up on an endpoint that hangs, and leaves no timer behind that keeps the process alive', async () => {
    const hungUp: Promise<void>[] = [];
    let asked: (() => void) | undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const server = await startServer(({ socket }) => {
      hungUp.push(
        new Promise((resolve) =>
          socket.once('close', () => {
            resolve();
          }),
        ),
      );
      asked?.();
    });
    try {
      const timers = timersOf();
      const verifier = createJwtVerifier({ issuer, audience, clock, jwksUri: `${server.origin}/keys` });
      const hydrated = timers.run(() => verifier.hydrate()).catch((error: unknown) => error);
      await isAsked;
      verifier.close();
      expect(await hydrated).toMatchObject({ code: 'keys_unavailable', cause: { name: 'AbortError' } });
      await Promise.all(hungUp);
      expect(timers.alive()).toBe(0);
      await expect(verifier.verify(good)).rejects.toMatchObject({ status: 503 });
      expect(server.paths).toEqual(['/keys']);
    } finally {
      await server.close();
    }
  });
});

/** Uniform in [0, 1), the same for a seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One flip, splice, cut or insertion. */
function mutate(token: string, random: () => number): string {
  const at = Math.floor(random() * token.length);
  const to = Math.floor(random() * token.length);
  const character = String.fromCharCode(Math.floor(random() * 256));
  const mutants = [
    () => token.slice(0, at) + character + token.slice(at + 1),
    () => token.slice(0, at) + character + token.slice(at),
    () => token.slice(0, at),
    () => token.slice(at),
    () => token.slice(0, at) + token.slice(to),
    () => token.slice(0, at) + token.slice(at + 1),
    () => token + token.slice(at),
  ];
  return mutants[Math.floor(random() * mutants.length)]?.() ?? '';
}
