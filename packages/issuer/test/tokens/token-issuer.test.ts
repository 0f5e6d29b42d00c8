import { StoreUnavailableError } from '@jwt-guard/core';
import { decodeJwt, decodeProtectedHeader } from 'jose';

import { createKeyRing, createTokenIssuer, personalClaims, secretClaims } from '@jwt-guard/issuer';
import type { AccessTokenRequest, KeyRing } from '@jwt-guard/issuer';

const nowSeconds = 1_800_000_000;
let keys: KeyRing;

beforeAll(async () => {
  keys = await createKeyRing();
});

const issuerWith = (options: Readonly<Record<string, unknown>> = {}) =>
  createTokenIssuer({
    issuer: 'https://auth.example.com',
    audience: 'https://api.example.com',
    clientId: 'app',
    keys,
    clock: () => nowSeconds * 1_000 + 999,
    ...options,
  });

const refusal = (request: unknown, options = {}) => issuerWith(options).issueAccessToken(request as AccessTokenRequest);

describe('issueAccessToken', () => {
  it('T1 · signs an at+jwt with all claims of RFC 9068', async () => {
    const issued = await issuerWith().issueAccessToken({
      subject: 'alice',
      scopes: ['a', 'b', 'a'],
      sessionId: 's-1',
      claims: { tenant: { id: 7 } },
    });
    expect(decodeProtectedHeader(issued.token)).toEqual({
      typ: 'at+jwt',
      alg: 'ES256',
      kid: (await keys.signingKey()).kid,
    });
    expect(decodeJwt(issued.token)).toEqual({
      iss: 'https://auth.example.com',
      aud: 'https://api.example.com',
      sub: 'alice',
      client_id: 'app',
      iat: nowSeconds,
      nbf: nowSeconds,
      exp: nowSeconds + 600,
      jti: issued.jti,
      scope: 'a b',
      sid: 's-1',
      tenant: { id: 7 },
    });
    expect(issued).toMatchObject({ issuedAt: nowSeconds, expiresAt: nowSeconds + 600, expiresIn: 600 });
  });

  it('T1 · leaves scope and sid out where there is none', async () => {
    const claims = decodeJwt((await issuerWith().issueAccessToken({ subject: 'alice' })).token);
    expect(Object.keys(claims)).toEqual(['iss', 'aud', 'sub', 'client_id', 'iat', 'nbf', 'exp', 'jti']);
  });

  it('T1 · takes client and audiences from the request before those of the issuer', async () => {
    const { token } = await issuerWith().issueAccessToken({
      subject: 'carol',
      clientId: 'other',
      audience: ['api', 'billing'],
    });
    expect(decodeJwt(token)).toMatchObject({ client_id: 'other', aud: ['api', 'billing'] });
  });

  it('T1 · writes a single audience as a string', async () => {
    expect(decodeJwt((await refusal({ subject: 'alice', audience: ['api'] })).token).aud).toBe('api');
    expect(
      decodeJwt((await issuerWith({ audience: ['a', 'b'] }).issueAccessToken({ subject: 'alice' })).token).aud,
    ).toEqual(['a', 'b']);
  });

  it('I-12 · draws a jti of 128 bits, never twice', async () => {
    const issuer = issuerWith();
    const tokens = await Promise.all(Array.from({ length: 200 }, () => issuer.issueAccessToken({ subject: 'alice' })));
    expect(new Set(tokens.map(({ jti }) => jti)).size).toBe(200);
    expect(tokens.every(({ jti }) => Buffer.from(jti, 'base64url').length === 16)).toBe(true);
  });

  it.each([
    'iss',
    'aud',
    'sub',
    'exp',
    'nbf',
    'iat',
    'jti',
    'typ',
    'cnf',
    'sid',
    'client_id',
    'scope',
    'scp',
    'token_use',
    'events',
    'at_hash',
  ])('I-01 · refuses to take %s from custom claims', async (claim) => {
    await expect(refusal({ subject: 'alice', claims: { [claim]: 'forged' } })).rejects.toMatchObject({
      code: 'token_not_issued',
      reason: 'registered_claim',
      claim,
    });
  });

  it('I-01 · signs what it checked, also when a getter answers differently the second time', async () => {
    let reads = 0;
    const claims = {
      get role() {
        return (reads += 1) === 1 ? 'user' : { toJSON: () => 'admin' };
      },
    };
    expect(decodeJwt((await refusal({ subject: 'alice', claims })).token)['role']).toBe('user');
  });

  it('I-01 · refuses claims that inherit from another object', async () => {
    const claims = Object.create({ admin: true }) as Record<string, unknown>;
    await expect(refusal({ subject: 'alice', claims: Object.assign(claims, { a: 1 }) })).rejects.toMatchObject({
      reason: 'claim_malformed',
    });
  });

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', Infinity],
    ['a Date', new Date(0)],
    ['a Map', new Map()],
    ['a function', () => 1],
    ['a bigint', 1n],
    ['a symbol', Symbol('s')],
    ['a hole in a list', [1, undefined]],
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate inside', { a: ['x\udc00'] }],
    ['a name with a lone surrogate', { '\ud800': 1 }],
    ['a member __proto__', JSON.parse('{"__proto__":{"admin":true}}')],
    ['17 levels', JSON.parse(`${'['.repeat(17)}${']'.repeat(17)}`)],
  ])('I-13 · refuses a claim value that JSON would bend: %s', async (_case, value: unknown) => {
    await expect(refusal({ subject: 'alice', claims: { value } })).rejects.toMatchObject({
      reason: 'claim_malformed',
      claim: 'value',
    });
  });

  it('I-01 · refuses a claim named __proto__', async () => {
    const claims = JSON.parse('{"__proto__":{"admin":true}}') as Record<string, unknown>;
    await expect(refusal({ subject: 'alice', claims })).rejects.toMatchObject({
      reason: 'claim_malformed',
      claim: '__proto__',
    });
  });

  it('I-13 · refuses a circle of objects', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    await expect(refusal({ subject: 'alice', claims: { circle } })).rejects.toMatchObject({
      reason: 'claim_malformed',
    });
  });

  it('I-13 · refuses claims that are a list, a string or null', async () => {
    for (const claims of [[], 'a', null])
      await expect(refusal({ subject: 'alice', claims })).rejects.toMatchObject({ claim: 'claims' });
  });

  it('keeps plain JSON of any form', async () => {
    const claims = {
      text: 'ä😀',
      number: 1.5,
      yes: true,
      no: false,
      nothing: null,
      list: [1, ['a', {}]],
      left: undefined,
      deep: { left: undefined, a: 1 },
      constructor: 'c',
    };
    const decoded = decodeJwt((await refusal({ subject: 'alice', claims })).token);
    expect(decoded).toMatchObject({
      text: 'ä😀',
      number: 1.5,
      yes: true,
      no: false,
      nothing: null,
      list: [1, ['a', {}]],
      deep: { a: 1 },
      constructor: 'c',
    });
    expect(decoded).not.toHaveProperty('left');
  });

  it.each([
    ['a lone surrogate', 'a\ud800'],
    ['a line feed', 'a\nb'],
    ['NUL', 'a\0'],
    ['DEL', 'a\x7f'],
    ['a line separator', 'a\u2028'],
    ['a direction override', 'a\u202eb'],
    ['1,025 characters', 'a'.repeat(1025)],
  ])('I-13 · refuses %s in sub, client_id, aud and sid', async (_case, text) => {
    await expect(refusal({ subject: text })).rejects.toMatchObject({ reason: 'claim_malformed', claim: 'sub' });
    await expect(refusal({ subject: 'a', clientId: text })).rejects.toMatchObject({
      reason: 'claim_malformed',
      claim: 'client_id',
    });
    await expect(refusal({ subject: 'a', audience: ['b', text] })).rejects.toMatchObject({
      reason: 'claim_malformed',
      claim: 'aud',
    });
    await expect(refusal({ subject: 'a', sessionId: text })).rejects.toMatchObject({
      reason: 'claim_malformed',
      claim: 'sid',
    });
  });

  it('carries no refused value in the message', async () => {
    const error = (await refusal({ subject: 'secret\n' }).catch((caught: unknown) => caught)) as Error;
    expect(error.message).toContain('"sub"');
    expect(error.message).not.toContain('secret');
  });

  it.each([
    ['no subject', {}, 'sub'],
    ['an empty subject', { subject: '' }, 'sub'],
    ['a number as subject', { subject: 7 }, 'sub'],
    ['no audience', { subject: 'a', audience: [] }, 'aud'],
    ['an empty audience', { subject: 'a', audience: '' }, 'aud'],
    ['an empty client', { subject: 'a', clientId: '' }, 'client_id'],
    ['an empty session', { subject: 'a', sessionId: '' }, 'sid'],
  ])('T1 · refuses %s', async (_case, request, claim) => {
    await expect(refusal(request)).rejects.toMatchObject({ reason: 'claim_missing', claim });
  });

  it('T1 · refuses a token without a client', async () => {
    await expect(refusal({ subject: 'a' }, { clientId: undefined })).rejects.toMatchObject({
      reason: 'claim_missing',
      claim: 'client_id',
    });
  });

  it('refuses a misspelt member of a request', async () => {
    await expect(refusal({ subject: 'a', scope: 'admin' })).rejects.toMatchObject({
      code: 'invalid_option',
      option: 'scope',
    });
  });

  it.each([['a b'], [''], ['a\t'], ['"'], ['\\'], ['ä'], [7]])('T1 · refuses %j as a scope', async (scope) => {
    await expect(refusal({ subject: 'a', scopes: [scope] })).rejects.toMatchObject({
      reason: 'scope_malformed',
      claim: 'scope',
    });
  });

  it('T1 · refuses scopes that are no list', async () => {
    await expect(refusal({ subject: 'a', scopes: 'a b' })).rejects.toMatchObject({ reason: 'scope_malformed' });
  });

  it('I-14 · refuses a token that would not fit into a cookie', async () => {
    await expect(refusal({ subject: 'a', claims: { blob: 'x'.repeat(3_000) } })).rejects.toMatchObject({
      reason: 'token_too_large',
      claim: undefined,
    });
    expect((await refusal({ subject: 'a', claims: { blob: 'x'.repeat(2_000) } })).token.length).toBeLessThan(4_000);
  });

  it('I-14 · signs larger tokens where maxTokenSize says so', async () => {
    expect(
      (await refusal({ subject: 'a', claims: { blob: 'x'.repeat(3_000) } }, { maxTokenSize: 8_192 })).token.length,
    ).toBeGreaterThan(4_000);
  });

  it.each([Number.NaN, Infinity, 0, -1])('I-02 · issues nothing while the clock answers %d', async (time) => {
    await expect(refusal({ subject: 'a' }, { clock: () => time })).rejects.toMatchObject({
      code: 'token_not_issued',
      claim: 'iat',
    });
  });

  it('T1 · takes the time of issue from the request', async () => {
    const issued = await refusal({ subject: 'a', issuedAt: nowSeconds + 7 });
    expect(issued).toMatchObject({ issuedAt: nowSeconds + 7, expiresAt: nowSeconds + 607 });
    expect(decodeJwt(issued.token)).toMatchObject({ iat: nowSeconds + 7, nbf: nowSeconds + 7, exp: nowSeconds + 607 });
  });

  it.each([Number.NaN, Infinity, 0, -1, 1.5, '5', null])('I-02 · refuses %p as time of issue', async (issuedAt) => {
    await expect(refusal({ subject: 'a', issuedAt })).rejects.toMatchObject({
      reason: 'claim_malformed',
      claim: 'iat',
    });
  });

  it('rejects with the error of the key ring', async () => {
    const failing: KeyRing = { ...keys, signingKey: () => Promise.reject(new Error('no key')) };
    await expect(refusal({ subject: 'a' }, { keys: failing })).rejects.toThrow('no key');
  });
});

describe('a token that is issued after a revocation', () => {
  const watermarks = (answer: () => Promise<unknown>) => {
    const asked: unknown[] = [];
    return {
      asked,
      revocation: {
        watermark: (token: unknown) => {
          asked.push(token);
          return answer();
        },
      },
    };
  };

  it('V1 · lies one second beyond the watermark that meets it', async () => {
    const { asked, revocation } = watermarks(() => Promise.resolve(nowSeconds));
    const issued = await refusal({ subject: 'alice', sessionId: 's-1' }, { revocation });
    expect(issued).toMatchObject({ issuedAt: nowSeconds + 1, expiresAt: nowSeconds + 601, expiresIn: 600 });
    expect(decodeJwt(issued.token)).toMatchObject({ iat: nowSeconds + 1, nbf: nowSeconds + 1, exp: nowSeconds + 601 });
    expect(asked).toEqual([
      { issuer: 'https://auth.example.com', subject: 'alice', clientId: 'app', sessionId: 's-1' },
    ]);
  });

  it.each([undefined, 0, nowSeconds - 1])('V1 · is of now where the watermark is %p', async (watermark) => {
    const { revocation } = watermarks(() => Promise.resolve(watermark));
    expect((await refusal({ subject: 'a', clientId: 'b' }, { revocation })).issuedAt).toBe(nowSeconds);
  });

  it('V1 · has the time that the request names, and asks nobody', async () => {
    const { asked, revocation } = watermarks(() => Promise.resolve(nowSeconds + 50));
    expect((await refusal({ subject: 'a', issuedAt: nowSeconds - 5 }, { revocation })).issuedAt).toBe(nowSeconds - 5);
    expect(asked).toEqual([]);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('ECONNRESET'))],
    [
      'throws',
      () => {
        throw new Error('closed');
      },
    ],
    ['answers no second', () => Promise.resolve(1.5)],
  ])('A5, V1 · is not issued while the store %s: 503', async (_case, answer) => {
    const { revocation } = watermarks(answer);
    await expect(refusal({ subject: 'a' }, { revocation })).rejects.toMatchObject({
      code: 'store_unavailable',
      status: 503,
    });
  });

  it('A5 · passes on what the store says itself', async () => {
    const own = new StoreUnavailableError({ retryAfterSeconds: 9 });
    const { revocation } = watermarks(() => Promise.reject(own));
    await expect(refusal({ subject: 'a' }, { revocation })).rejects.toBe(own);
  });

  it('V1 · asks nothing for a request that is wrong', async () => {
    const { asked, revocation } = watermarks(() => Promise.resolve(undefined));
    await expect(refusal({ subject: 7 }, { revocation })).rejects.toMatchObject({ claim: 'sub' });
    expect(asked).toEqual([]);
  });
});

describe('claims that are secrets by their names', () => {
  it.each(secretClaims)('T2 · refuses %s', async (name) => {
    await expect(refusal({ subject: 'a', claims: { [name]: 'x' } })).rejects.toMatchObject({
      code: 'token_not_issued',
      reason: 'secret_claim',
      claim: name,
    });
  });

  it.each([
    ['in other letters', { clientSecret: 1 }, 'clientSecret'],
    ['in capitals', { 'API-KEY': 1 }, 'API-KEY'],
    ['inside an object', { user: { password: 1 } }, 'user'],
    ['inside a list, deep down', { users: [[{ card: [{ Cvv: 1 }] }]] }, 'users'],
    ['as an empty value', { password: null }, 'password'],
  ])('T2 · refuses them %s, and names the claim', async (_case, claims, claim) => {
    await expect(refusal({ subject: 'a', claims })).rejects.toMatchObject({ reason: 'secret_claim', claim });
  });

  it('T2 · compares names in full', async () => {
    const claims = { password_changed_at: 1, pinned: true, secretary: 'bob', card_type: 'gold', tokens: 3 };
    expect(decodeJwt((await refusal({ subject: 'a', claims })).token)).toMatchObject(claims);
  });

  it('T2 · refuses personal data by option alone', async () => {
    const claims = { email: 'a@example.com' };
    expect(decodeJwt((await refusal({ subject: 'a', claims })).token)).toMatchObject(claims);
    const options = { refusedClaims: [...secretClaims, ...personalClaims] };
    for (const name of [...personalClaims, 'phoneNumber', 'password'])
      await expect(refusal({ subject: 'a', claims: { [name]: 1 } }, options)).rejects.toMatchObject({
        reason: 'secret_claim',
        claim: name,
      });
  });

  it('T2 · lets the user change the list', async () => {
    const options = { refusedClaims: ['salary'] };
    expect(decodeJwt((await refusal({ subject: 'a', claims: { pin: 1 } }, options)).token)).toMatchObject({ pin: 1 });
    await expect(refusal({ subject: 'a', claims: { Salary: 1 } }, options)).rejects.toMatchObject({ claim: 'Salary' });
    expect(Object.isFrozen(secretClaims) && Object.isFrozen(personalClaims)).toBe(true);
  });

  it('T2 · carries no value in the message', async () => {
    const error = (await refusal({ subject: 'a', claims: { user: { password: 'hunter2' } } }).catch(
      (caught: unknown) => caught,
    )) as Error;
    expect(error.message).toContain('"password"');
    expect(error.message).not.toContain('hunter2');
  });
});

describe('createTokenIssuer', () => {
  it.each([
    Number.NaN,
    Infinity,
    -Infinity,
    0,
    -1,
    0.5,
    90.5,
    'abc',
    '',
    '10',
    '10 m',
    '-5m',
    '1e3s',
    '10M',
    1e12,
    '999999999d',
    null,
    true,
    {},
    [600],
  ])('I-02 · refuses the lifetime %p', (accessTokenTtl) => {
    expect(() => issuerWith({ accessTokenTtl })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'accessTokenTtl' }) as Error,
    );
    expect(() => issuerWith({ accessTokenTtl, dangerouslyAllowLongLifetime: true })).toThrow(
      expect.objectContaining({ option: 'accessTokenTtl' }) as Error,
    );
  });

  it.each([
    [60, 60],
    ['90s', 90],
    ['15m', 900],
    [900, 900],
  ])('T1 · lets a token live %p', (accessTokenTtl, seconds) => {
    expect(issuerWith({ accessTokenTtl }).accessTokenTtlSeconds).toBe(seconds);
  });

  it('T1 · lets tokens live over 15 minutes only by the loud option, and never over a day', async () => {
    const keys = await createKeyRing({ maxTokenLifetime: '1d' });
    expect(() => issuerWith({ accessTokenTtl: '16m' })).toThrow('dangerouslyAllowLongLifetime');
    expect(() => issuerWith({ accessTokenTtl: '16m', dangerouslyAllowLongLifetime: 'yes' })).toThrow(
      'dangerouslyAllowLongLifetime',
    );
    expect(issuerWith({ keys, accessTokenTtl: '12h', dangerouslyAllowLongLifetime: true }).accessTokenTtlSeconds).toBe(
      43_200,
    );
    expect(issuerWith({ keys, accessTokenTtl: '1d', dangerouslyAllowLongLifetime: true }).accessTokenTtlSeconds).toBe(
      86_400,
    );
    expect(() => issuerWith({ accessTokenTtl: '2d', dangerouslyAllowLongLifetime: true })).toThrow('accessTokenTtl');
  });

  it.each([
    ['no issuer', { issuer: undefined }, 'issuer'],
    ['an issuer that is no URL', { issuer: 'auth' }, 'issuer'],
    ['an issuer over plain http', { issuer: 'http://auth.example.com' }, 'issuer'],
    ['an issuer with a query', { issuer: 'https://auth.example.com/?a' }, 'issuer'],
    ['an issuer with an empty query', { issuer: 'https://auth.example.com/?' }, 'issuer'],
    ['an issuer with an empty fragment', { issuer: 'https://auth.example.com/#' }, 'issuer'],
    ['no audience', { audience: undefined }, 'audience'],
    ['an empty list of audiences', { audience: [] }, 'audience'],
    ['an empty client', { clientId: ' ' }, 'clientId'],
    ['no keys', { keys: undefined }, 'keys'],
    ['keys that were not awaited', { keys: Promise.resolve() }, 'keys'],
    ['a clock that is no function', { clock: 5 }, 'clock'],
    ['a revocation store that tells no watermark', { revocation: {} }, 'revocation'],
    ['null for a revocation store', { revocation: null }, 'revocation'],
    ['refused claims that are no list', { refusedClaims: 'password' }, 'refusedClaims'],
    ['refused claims without a name', { refusedClaims: [''] }, 'refusedClaims'],
    ['a token size over the limit of verifiers', { maxTokenSize: 16_385 }, 'maxTokenSize'],
    ['an unknown option', { accessTokenTTL: 5 }, 'accessTokenTTL'],
  ])('refuses %s and names the option', (_case, options, option) => {
    expect(() => issuerWith(options)).toThrow(expect.objectContaining({ code: 'invalid_option', option }) as Error);
  });

  it('T4 · refuses tokens that outlive the keys of the ring, and names both options', async () => {
    const short = await createKeyRing({ maxTokenLifetime: '5m' });
    for (const text of ['accessTokenTtl', 'maxTokenLifetime'])
      expect(() => issuerWith({ keys: short, accessTokenTtl: '6m' })).toThrow(text);
    expect(issuerWith({ keys: short, accessTokenTtl: '5m' }).accessTokenTtlSeconds).toBe(300);
  });

  it('T1 · tells the client and the audience of requests that name none', () => {
    expect(issuerWith({ audience: ['a', 'b'] })).toMatchObject({ clientId: 'app', audience: ['a', 'b'] });
    expect(issuerWith({ clientId: undefined }).clientId).toBeUndefined();
  });

  it('allows http on the loopback', () => {
    expect(issuerWith({ issuer: 'http://localhost:3000' }).issuer).toBe('http://localhost:3000');
  });

  it('is not moved by a later change of the options', async () => {
    const options = { issuer: 'https://auth.example.com', audience: ['api'], clientId: 'app', keys };
    const issuer = createTokenIssuer(options);
    options.audience.push('admin');
    options.issuer = 'https://evil.example.com';
    expect(decodeJwt((await issuer.issueAccessToken({ subject: 'a' })).token)).toMatchObject({
      aud: 'api',
      iss: 'https://auth.example.com',
    });
  });
});
