import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { bindKey, combineKeys, createJwtVerifier } from '@jwt-guard/core';
import type { Algorithm, CombinedKeys, Fetch, IssuerOptions, JwtVerifier, KeyPart, KeySource } from '@jwt-guard/core';
import { publicJwk, signToken, testKey } from '../support/keys.js';
import type { TestKey } from '../support/keys.js';

const issuer = 'https://auth.example.com';
const audience = 'https://api.example.com';
const jwksUri = `${issuer}/keys`;
const startMs = 1_800_000_000_000;
const second = 1_000;
const minute = 60 * second;

const ec = testKey('ES256', 'ec');
const rsa = testKey('RS256', 'rsa');
const other = testKey('ES256', 'other');
const current = secretKey('current');
const previous = secretKey('previous');

function secretKey(kid: string): TestKey & { readonly text: string } {
  const text = randomBytes(48).toString('base64');
  const keyObject = createSecretKey(text, 'utf8');
  return { alg: 'HS256', kid, signingKey: keyObject, keyObject, text };
}

interface Setting {
  readonly verifier: JwtVerifier<unknown>;
  /** The URLs that were fetched, in order. */
  readonly fetched: string[];
  /** What each URL answers; an Error is thrown. */
  readonly documents: Map<string, unknown>;
  readonly passMs: (ms: number) => void;
  /** `accepted`, or the reason. */
  readonly verify: (key: TestKey, header?: object) => Promise<unknown>;
}

function settingOf(keys: CombinedKeys, options: Partial<IssuerOptions> = {}): Setting {
  let nowMs = startMs;
  const fetched: string[] = [];
  const documents = new Map<string, unknown>([[jwksUri, { keys: [publicJwk(ec), publicJwk(rsa)] }]]);
  const fetch: Fetch = (url) => {
    fetched.push(url);
    const document = documents.get(url);
    if (document instanceof Error) return Promise.reject(document);
    return Promise.resolve(document === undefined ? new Response('', { status: 404 }) : Response.json(document));
  };
  const verifier = createJwtVerifier({
    issuer,
    audience,
    keys,
    ...options,
    clock: () => nowMs,
    random: () => 0.5,
    fetch,
  });
  return {
    verifier,
    fetched,
    documents,
    passMs: (ms) => {
      nowMs += ms;
    },
    verify: async (key, header = {}) => {
      try {
        const claims = { iss: issuer, aud: audience, sub: 'alice', exp: nowMs / second + 60 };
        await verifier.verify(signToken(key, claims, header));
        return 'accepted';
      } catch (error) {
        return (error as { reason?: string }).reason;
      } finally {
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

const fault = (option: string, text: string): Error =>
  expect.objectContaining({
    name: 'InvalidOptionError',
    option,
    message: expect.stringContaining(text) as string,
  }) as Error;

describe('several key sources of one issuer', () => {
  it('accept HS256 and ES256 side by side, and secrets cost no network', async () => {
    const { verify, fetched } = settingOf(combineKeys({ jwksUri }, { secret: [current.text, previous.text] }));
    expect(await verify(current)).toBe('accepted');
    expect(await verify(previous)).toBe('accepted');
    expect(fetched).toEqual([]);
    expect(await verify(ec)).toBe('accepted');
    expect(await verify(rsa)).toBe('accepted');
    expect(fetched).toEqual([jwksUri]);
  });

  it('find keys by discovery too', async () => {
    const { verify, documents } = settingOf(combineKeys({ discovery: true }, { secret: current.text }), {
      sameOriginKeys: true,
      staleIfError: 60,
    });
    documents.set(`${issuer}/.well-known/openid-configuration`, { issuer, jwks_uri: jwksUri });
    expect(await verify(ec)).toBe('accepted');
    expect(await verify(current)).toBe('accepted');
  });

  it.each([
    [true, 'keys_unavailable'],
    [false, 'accepted'],
  ])(
    'K1 · find keys by discovery at another origin where `sameOriginKeys` is not set: %s',
    async (sameOriginKeys, verdict) => {
      const elsewhere = 'https://cdn.example.net/keys';
      const { verify, documents } = settingOf(combineKeys({ discovery: true }, { secret: current.text }), {
        sameOriginKeys,
      });
      documents.set(`${issuer}/.well-known/openid-configuration`, { issuer, jwks_uri: elsewhere });
      documents.set(elsewhere, { keys: [publicJwk(ec)] });
      expect(await verify(ec)).toBe(verdict);
    },
  );

  it.each([
    [{}, 'accepted'],
    [{ staleIfError: 60 }, 'keys_unavailable'],
  ])('K5 · serve stale keys for as long as `staleIfError` says: %j', async (options, verdict) => {
    const { verify, documents, passMs } = settingOf(combineKeys({ jwksUri }, { secret: current.text }), options);
    expect(await verify(ec)).toBe('accepted');
    documents.set(jwksUri, new Error('down'));
    passMs(12 * minute);
    expect(await verify(ec)).toBe(verdict);
    expect(await verify(current)).toBe('accepted');
  });

  it('take keys from every kind of source', async () => {
    const ring: KeySource = { find: () => [bindKey(other.keyObject, 'ES256', 'other')] };
    const keys = combineKeys(
      { jwks: { keys: [publicJwk(ec)] } },
      { publicKey: rsa.keyObject },
      { keys: ring },
      { secret: { kid: 'current', secret: current.text } },
    );
    const { verify, fetched, verifier } = settingOf(keys);
    for (const key of [ec, rsa, other, current]) expect(await verify(key)).toBe('accepted');
    expect(fetched).toEqual([]);
    expect(verifier.health().get(issuer)).toEqual({ state: 'fresh' });
  });

  it('go on to a source of the caller when no secret that is tried has signed', async () => {
    const ring: KeySource = {
      find: ({ kid }) => (kid === 'previous' ? [bindKey(previous.keyObject, 'HS256', 'previous')] : []),
    };
    const { verify } = settingOf(combineKeys({ secret: current.text }, { keys: ring }));
    expect(await verify(previous)).toBe('accepted');
    expect(await verify(secretKey('unknown'))).toBe('signature_mismatch');
  });

  describe('algorithm confusion', () => {
    const named = { secret: { kid: 'current', secret: current.text } };
    const { verify, fetched } = settingOf(combineKeys({ jwksUri }, named));
    const spki = rsa.keyObject.export({ type: 'spki', format: 'pem' }).toString();
    const asSecret = (bytes: string | Buffer, kid: string): TestKey => {
      const keyObject = createSecretKey(Buffer.from(bytes));
      return { alg: 'HS256', kid, signingKey: keyObject, keyObject };
    };

    it.each<[string, TestKey]>([
      ['the PEM of an RSA key under its kid', asSecret(spki, 'rsa')],
      ['the trimmed PEM', asSecret(spki.trim(), 'rsa')],
      ['the DER of it', asSecret(rsa.keyObject.export({ type: 'spki', format: 'der' }), 'rsa')],
      ['its JWK', asSecret(JSON.stringify(publicJwk(rsa)), 'rsa')],
      ['its modulus', asSecret(Buffer.from(publicJwk(rsa).n ?? '', 'base64url'), 'rsa')],
      ['the PEM of it under the kid of the secret', asSecret(spki, 'current')],
    ])('A-12, K-15 · rejects HS256 with %s as the secret', async (_name, key) => {
      expect(await verify(rsa)).toBe('accepted');
      expect(await verify(key)).toMatch(/^(?:key_not_found|signature_mismatch)$/);
    });

    it('K-15 · rejects the right secret under the kid of an RSA key, without a fetch', async () => {
      const before = fetched.length;
      expect(await verify(current, { kid: 'rsa' })).toBe('key_not_found');
      expect(fetched).toHaveLength(before);
    });

    it('K-15, A-16 · rejects the ES256 token of an attacker under the kid of a secret', async () => {
      expect(await verify(other, { kid: 'current' })).toBe('key_not_found');
      expect(await verify(ec, { kid: 'current' })).toBe('key_not_found');
    });

    it('A-18 · rejects what one key signed under the algorithm of another', async () => {
      expect(await verify(ec, { kid: 'rsa' })).toBe('key_not_found');
      expect(await verify(rsa, { alg: 'PS256' })).toBe('key_not_found');
      expect(await verify(current, { alg: 'HS512' })).toBe('algorithm_not_allowed');
    });

    it.each(['none', 'None', 'HS384'])('A-02, A-14 · rejects alg %s', async (alg) => {
      expect(await verify(current, { alg })).toBe('algorithm_not_allowed');
    });

    it('K-33 · imports no secret from a fetched set, though HS256 is allowed', async () => {
      const attacker = secretKey('oct');
      const setting = settingOf(combineKeys({ jwksUri }, { secret: current.text }));
      const oct = { kty: 'oct', kid: 'oct', alg: 'HS256', k: Buffer.from(attacker.text).toString('base64url') };
      const disguised = publicJwk(rsa, { alg: 'HS256', kid: 'disguised' });
      setting.documents.set(jwksUri, { keys: [publicJwk(ec), oct, disguised] });
      const unusable: unknown[] = [];
      setting.verifier.on('keysFetched', (event) => unusable.push(...event.unusable));
      expect(await setting.verify(ec)).toBe('accepted');
      expect(unusable).toMatchObject([{ index: 1 }, { index: 2 }]);
      expect(await setting.verify(attacker)).toBe('signature_mismatch');
    });

    it('K-39 · takes no public key for a secret', () => {
      expect(() => settingOf(combineKeys({ jwksUri }, { secret: spki }))).toThrow(
        fault('keys[1].secret', 'not a secret'),
      );
    });
  });

  describe('when a part fails', () => {
    const down = new Error('the provider is down');

    it('K8, A5 · an outage of the set rejects no token of the secret', async () => {
      const { verify, documents, fetched } = settingOf(combineKeys({ jwksUri }, { secret: current.text }));
      documents.set(jwksUri, down);
      expect(await verify(ec)).toBe('keys_unavailable');
      expect(await verify(current)).toBe('accepted');
      expect(await verify(secretKey('made-up'))).toBe('signature_mismatch');
      expect(fetched).toHaveLength(1);
    });

    it('K8, K-17 · an outage of the secrets rejects no token of the set', async () => {
      const ring: KeySource = { find: () => Promise.reject(down) };
      const { verify } = settingOf(
        combineKeys({ jwksUri }, { keys: ring }, { secret: { kid: 'p', secret: previous.text } }),
      );
      expect(await verify(current)).toBe('keys_unavailable');
      expect(await verify(ec)).toBe('accepted');
      expect(await verify(previous, { kid: 'p' })).toBe('accepted');
    });

    it('K8 · a kid that no healthy part knows is a 503 while another fails, and a 401 when it is well again', async () => {
      const second2 = `${issuer}/more-keys`;
      const { verify, documents, passMs } = settingOf(combineKeys({ jwksUri }, { jwksUri: second2 }));
      documents.set(second2, down);
      expect(await verify(ec)).toBe('accepted');
      expect(await verify(other)).toBe('keys_unavailable');
      documents.set(second2, { keys: [publicJwk(testKey('ES256', 'third'))] });
      passMs(second);
      expect(await verify(other)).toBe('key_not_found');
      expect(await verify(testKey('ES256', 'third'))).toBe('accepted');
    });

    it('K8 · a token that a key without kid did not sign is a 503 while the set fails, since its key may be there', async () => {
      const { verify, documents, passMs } = settingOf(combineKeys({ jwksUri }, { publicKey: other.keyObject }));
      documents.set(jwksUri, down);
      expect(await verify(other)).toBe('accepted');
      expect(await verify(ec)).toBe('keys_unavailable');
      documents.set(jwksUri, { keys: [publicJwk(ec)] });
      passMs(second);
      expect(await verify(ec)).toBe('accepted');
      expect(await verify(testKey('ES256', 'made-up'))).toBe('signature_mismatch');
    });

    it('K9, A5 · health is that of the part that is worst off', async () => {
      const { verifier, documents, passMs } = settingOf(combineKeys({ jwksUri }, { secret: current.text }));
      expect(verifier.health().get(issuer)).toMatchObject({ state: 'never', failures: 0 });
      await verifier.hydrate();
      passMs(2 * second);
      expect(verifier.health().get(issuer)).toMatchObject({ state: 'fresh', loadedAtMs: startMs, ageSeconds: 2 });
      documents.set(jwksUri, down);
      await expect(verifier.reload()).rejects.toMatchObject({ code: 'keys_unavailable' });
      passMs(20 * minute);
      expect(verifier.health().get(issuer)).toMatchObject({ state: 'stale', failures: 1 });
    });
  });

  it('K4, K-42 · refuse a key that its set has withdrawn, though another part has a set too', async () => {
    const { verify, verifier, documents } = settingOf(combineKeys({ jwksUri }, { jwks: { keys: [publicJwk(other)] } }));
    expect(await verify(ec)).toBe('accepted');
    documents.set(jwksUri, { keys: [publicJwk(rsa)] });
    await verifier.reload();
    expect(await verify(ec)).toBe('key_not_found');
    expect(await verify(other)).toBe('accepted');
  });

  it('K4 · look for a key elsewhere that turns out to be withdrawn after a pause', async () => {
    const more = `${issuer}/more-keys`;
    const { verify, documents, passMs } = settingOf(combineKeys({ jwksUri }, { jwksUri: more }));
    documents.set(more, { keys: [publicJwk(other)] });
    expect(await verify(ec)).toBe('accepted');
    passMs(20 * minute);
    expect(await verify(ec)).toBe('accepted');
    documents.set(jwksUri, { keys: [publicJwk(rsa)] });
    documents.set(more, { keys: [publicJwk(ec)] });
    passMs(20 * minute);
    expect(await verify(ec)).toBe('accepted');
  });

  it('K6, A2 · a flood of made-up kids costs each set two fetches, and delays no good token', async () => {
    const { verify, fetched } = settingOf(combineKeys({ jwksUri }, { secret: current.text }));
    expect(await verify(ec)).toBe('accepted');
    for (let made = 0; made < 100; made += 1)
      expect(await verify(other, { kid: `made-up-${made}` })).toBe('key_not_found');
    expect(fetched).toHaveLength(3);
    expect(await verify(ec)).toBe('accepted');
    expect(await verify(current)).toBe('accepted');
  });

  it('A6 · are all closed with the verifier', async () => {
    const closed: string[] = [];
    const ring: KeySource = { find: () => [], close: () => closed.push('ring') };
    const { verifier, verify } = settingOf(combineKeys({ jwksUri }, { keys: ring }));
    verifier.close();
    expect(closed).toEqual(['ring']);
    expect(await verify(ec)).toBe('keys_unavailable');
  });

  describe('algorithms', () => {
    const secret = { secret: current.text };

    it.each<[string, KeyPart[], string[], string[]]>([
      ['both kinds', [{ jwksUri }, secret], ['ES256', 'RS256', 'HS256'], ['HS512', 'none']],
      ['secrets alone', [secret], ['HS256'], ['ES256', 'HS512']],
      ['public keys alone', [{ jwksUri }], ['ES256', 'RS256'], ['HS256']],
    ])('are by default those of %s', async (_name, parts, allowed, refused) => {
      const { verify } = settingOf(combineKeys(...parts));
      for (const alg of allowed) expect(await verify(ec, { alg })).not.toBe('algorithm_not_allowed');
      for (const alg of refused) expect(await verify(ec, { alg })).toBe('algorithm_not_allowed');
    });

    it('J6 · may be of both kinds where a part is a secret, and only there', async () => {
      const { verify } = settingOf(combineKeys({ jwksUri }, secret), { algorithms: ['ES256', 'HS256'] });
      expect(await verify(current)).toBe('accepted');
      expect(await verify(ec)).toBe('accepted');
      expect(await verify(rsa)).toBe('algorithm_not_allowed');
      expect(() => settingOf(combineKeys({ jwksUri }), { algorithms: ['ES256', 'HS256'] })).toThrow(
        fault('algorithms', 'HS256 does not go with public keys'),
      );
      expect(() => settingOf(combineKeys(secret), { algorithms: ['ES256', 'HS256'] })).toThrow(
        fault('algorithms', 'ES256 does not go with `secret`'),
      );
    });

    it.each<[KeyPart, readonly Algorithm[], string]>([
      [{ jwksUri }, ['HS256'], 'keys[0].jwksUri'],
      [secret, ['ES256'], 'keys[0].secret'],
    ])('G-05 · refuse the part %o where none of %j is for it', (part, algorithms, option) => {
      expect(() => settingOf(combineKeys(part, { keys: { find: () => [] } }), { algorithms })).toThrow(
        fault(option, 'is for these keys'),
      );
    });
  });

  it.each<[string, KeyPart, Partial<IssuerOptions>]>([
    ['staleIfError', { secret: current.text }, { staleIfError: 60 }],
    ['staleIfError', { jwksUri }, { staleIfError: -1 }],
    ['sameOriginKeys', { jwksUri }, { sameOriginKeys: true }],
    ['sameOriginKeys', { discovery: true }, { sameOriginKeys: 'yes' as unknown as boolean }],
  ])('G-05 · refuse `%s` by its name where it cannot be used', (option, part, options) => {
    expect(() => settingOf(combineKeys(part), options)).toThrow(fault(option, ''));
  });

  it('P6 · keep what they have fetched when a function finds the same issuer again', async () => {
    let nowMs = startMs;
    let secret = current.text;
    const fetched: string[] = [];
    const ring: KeySource = { find: () => [] };
    let own = ring;
    const verifier = createJwtVerifier({
      issuers: (iss) => ({ issuer: iss, audience, keys: combineKeys({ jwksUri }, { secret }, { keys: own }) }),
      clock: () => nowMs,
      random: () => 0.5,
      fetch: (url) => {
        fetched.push(url);
        const headers = { 'cache-control': 'max-age=3600' };
        return Promise.resolve(Response.json({ keys: [publicJwk(ec)] }, { headers }));
      },
    });
    const verify = (key: TestKey): Promise<unknown> =>
      verifier.verify(signToken(key, { iss: issuer, aud: audience, exp: nowMs / second + 60 }));
    await verify(ec);
    nowMs += 10 * minute;
    await verify(ec);
    expect(fetched).toHaveLength(1);
    secret = previous.text;
    nowMs += 10 * minute;
    await verify(previous);
    await verify(ec);
    expect(fetched).toHaveLength(2);
    own = { find: () => [] };
    nowMs += 10 * minute;
    await verify(ec);
    expect(fetched).toHaveLength(3);
  });

  it('J6 · bind an elliptic-curve key by its curve in each part', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const p384: TestKey = { alg: 'ES384', kid: 'p384', signingKey: privateKey, keyObject: publicKey };
    const { verify } = settingOf(combineKeys({ publicKey }, { secret: current.text }));
    expect(await verify(p384)).toBe('accepted');
    expect(await verify(p384, { alg: 'ES256' })).toBe('key_not_found');
  });
});
