import {
  fromAuthorizationHeader,
  fromCookie,
  InsufficientScopeError,
  InvalidTokenError,
  KeysUnavailableError,
  requireAudience,
  requireClaim,
  requireRoles,
  requireScopes,
} from '../../src/index.js';
import type { JwtGuardError } from '../../src/index.js';
import { textWith } from '../support/expectations.js';
import { explanationBy, explanationOf, explanationOfRequest } from '../support/explanations.js';
import { publicJwk, signToken, testKey, verificationKey } from '../support/keys.js';
import { audience, bearer, issuer, nowSeconds, requestWith, tokenFor, verifierOptions } from '../support/tokens.js';

const guid = '11111111-2222-3333-4444-555555555555';
const { clock } = verifierOptions;
const old = { iat: nowSeconds - 9_000, exp: nowSeconds - 5_000 };

const claims = { iss: issuer, aud: audience, sub: 'alice', iat: nowSeconds - 10, exp: nowSeconds + 300 };

describe('what is found out about the issuer', () => {
  it.each([
    ['a slash', `${issuer}/`, textWith('the slash at the end')],
    ['another name, signed by its key', 'https://internal:8080', textWith('asked by another host name')],
  ])('P1 · %s', async (_title, iss, likelyCause) => {
    expect(await explanationOf(tokenFor({ iss }))).toMatchObject({
      found: `iss "${iss}"`,
      expected: `iss "${issuer}"`,
      likelyCause,
      signatureVerified: true,
    });
  });

  it.each([undefined, 7])('P1 · an iss that is %p says nothing', async (iss) => {
    expect(await explanationOf(tokenFor({ iss }))).toMatchObject({ signatureVerified: true });
  });

  it('P5 · names none of several', async () => {
    const entry = { issuer, audience, publicKey: verifierOptions.publicKey };
    const issuers = [entry, { ...entry, issuer: 'https://b.example.com' }];
    const explanation = await explanationBy({ clock, issuers }, tokenFor({ iss: 'https://c.example.com' }));
    expect(explanation.text).toContain('comes from a trusted issuer');
    expect(explanation).not.toHaveProperty('issuer');
  });

  it('P5 · says so where a function finds them, and keeps what it threw to itself', async () => {
    const failing = (iss: string): never => {
      throw new Error(`no tenant ${iss}`);
    };
    const unknown = await explanationBy({ clock, issuers: () => undefined }, tokenFor());
    expect(unknown.expected).toBe('an issuer that the function `issuers` finds');
    const failed = await explanationBy({ clock, issuers: failing }, tokenFor({ iss: 'https://c.example.com' }));
    expect(failed).toMatchObject({ reason: 'keys_unavailable', fix: textWith('issuersFailed') });
    expect(failed.text).not.toContain('c.example.com');
  });
});

describe('what is found out about keys', () => {
  const set = {
    issuer,
    audience,
    clock,
    jwks: { keys: [publicJwk(testKey('ES256', 'k1')), publicJwk(testKey('ES256', 'k2'))] },
  };

  it('K2 · names the kids that the set has', async () => {
    const explanation = await explanationBy(set, signToken(testKey('ES256', 'k9'), claims));
    expect(explanation).toMatchObject({
      found: 'kid "k9", alg "ES256"',
      expected: textWith('k1 (ES256)', 'k2 (ES256)'),
    });
  });

  it('K2 · says that a key of this kid serves another algorithm', async () => {
    const explanation = await explanationBy(set, signToken(testKey('RS256', 'k1'), claims));
    expect(explanation.likelyCause).toContain('for ES256');
  });

  it('K2 · says that a token needs a kid where several keys could have signed it', async () => {
    const explanation = await explanationBy(set, signToken(testKey('ES256', 'k1'), claims, { kid: undefined }));
    expect(explanation).toMatchObject({ found: 'no kid, alg "ES256"', fix: textWith('`kid`') });
  });

  it.each(['none', 'HS256'])('S-01 · calls %s a forgery', async (alg) => {
    expect((await explanationOf(tokenFor({}, { alg }))).likelyCause).toContain('forgery');
  });

  it('K1 · tells the chain of causes where keys cannot be had, escaped', async () => {
    const cause = new AggregateError([new Error('first\u001b[2J'), new Error('second'), 'text'], 'both');
    const source = { find: () => Promise.reject(cause), health: () => ({ state: 'expired' as const }) };
    const explanation = await explanationBy({ issuer, audience, clock, keys: source }, tokenFor());
    expect(explanation).toMatchObject({ expected: 'keys that are not too old' });
    expect(explanation.found).toBe('"both", by "first\\u001b[2J", by "second"');
    const plain = {
      find: () => {
        throw new KeysUnavailableError({ cause: Object.assign(new Error(''), { cause: 1 }) });
      },
    };
    expect(await explanationBy({ issuer, audience, clock, keys: plain }, tokenFor())).not.toHaveProperty('found');
  });

  it('K1 · proves a token by the keys that a source of your own shows', async () => {
    const key = testKey('ES256', 'own');
    const keys = { find: () => [], atHand: () => [verificationKey(key), 'no key' as never] };
    const explanation = await explanationBy({ issuer, audience, clock, keys }, signToken(key, { ...claims, ...old }));
    expect(explanation).toMatchObject({ reason: 'expired', signatureVerified: true });
  });
});

describe('what is found out about times', () => {
  it('P2 · how long ago a token expired, against the tolerance', async () => {
    expect(await explanationOf(tokenFor({ iat: nowSeconds - 300, exp: nowSeconds - 60 }))).toMatchObject({
      found: '60 s since exp',
      expected: 'a tolerance of 10 s',
      likelyCause: textWith('clocks'),
    });
    expect((await explanationOf(tokenFor(old))).likelyCause).toContain('old token');
  });
});

describe('what is found out about audiences', () => {
  it.each([
    ['the slash', `${audience}/`, audience, {}, 'the slash at the end'],
    ['account', ['account', 'other'], audience, {}, 'audience mapper'],
    ['a GUID', guid, `api://${guid}`, {}, 'Entra ID'],
    ['the client', 'web', audience, { azp: 'web' }, 'ID token'],
    ['a nonce', 'x', audience, { nonce: 'n' }, 'ID token'],
    ['another API', 'https://b.example.com', audience, {}, 'another API'],
    ['many', Array.from({ length: 10 }, (_, at) => `api-${at}`), audience, {}, 'another API'],
  ])('P3 · %s', async (_title, aud, expected, more, cause) => {
    const { likelyCause } = await explanationOf(tokenFor({ aud, ...more }), { audience: expected });
    expect(likelyCause).toContain(cause);
  });

  it('P3 · what a route demands, where that is more', async () => {
    const demands = { requirements: [requireAudience('https://route.example.com')] };
    expect(await explanationOfRequest(bearer(tokenFor()), {}, demands)).toMatchObject({
      expected: 'aud "https://route.example.com"',
      found: `aud "${audience}"`,
    });
  });

  it('P3 · a claim that is demanded by name', async () => {
    const options = { audience: null, requiredClaims: ['aud'] };
    expect(await explanationOf(tokenFor({ aud: undefined }), options)).toMatchObject({ expected: 'aud none' });
  });
});

describe('what is found out about other claims', () => {
  it.each([
    [{}, { typ: 'logout+jwt' }, 'typ "logout+jwt"', ''],
    [{ typ: 'ID' }, {}, 'typ "ID"', 'ID token'],
    [{ events: {} }, {}, 'events of type object', ''],
    [{ at_hash: 'h' }, {}, 'at_hash "h"', 'ID token'],
  ])('P4 · the kind of %j', async (more, header, found, cause) => {
    const explanation = await explanationOf(tokenFor(more, header));
    expect(explanation.found).toBe(found);
    expect(explanation.likelyCause).toContain(cause);
  });

  it('P4 · no typ, or that of an access token where an ID token is taken', async () => {
    expect(await explanationOf(tokenFor({}, { typ: undefined }), { acceptedTypes: ['at+jwt'] })).toMatchObject({
      found: 'no typ',
    });
    const access = await explanationOf(tokenFor({ typ: 'Bearer' }, { typ: 'JWT' }), { tokenKind: 'id-token' });
    expect(access.expected).toBe('an ID token');
  });

  it('P7 · the paths of issues, or that the schema threw', async () => {
    const schema = (validate: () => unknown): object => ({ '~standard': { version: 1, vendor: 'test', validate } });
    const path = ['a', { key: 'b' }, 0, Symbol('c')];
    const issues = [{ message: 'secret', path }, { message: 'secret' }, null];
    expect(await explanationOf(tokenFor(), { claims: schema(() => ({ issues })) })).toMatchObject({
      found: 'issues at "a.b.0.?"',
    });
    expect(await explanationOf(tokenFor(), { claims: schema(() => ({ issues: null })) })).not.toHaveProperty('found');
    const threw = await explanationOf(tokenFor(), {
      claims: schema(() => {
        throw new Error('secret');
      }),
    });
    expect(threw.likelyCause).toContain('threw');
    expect(threw.text).not.toContain('secret');
  });
});

describe('what is found out about the form', () => {
  it.each([
    [`Bearer ${tokenFor()}`, 'Bearer'],
    [`"${tokenFor()}"`, 'quotes'],
    [`${tokenFor()} x`, 'white space'],
    [`${tokenFor()}=`, 'base64'],
    ['', 'no token'],
    ['a.b', undefined],
    [7, 'number'],
    ['x'.repeat(20_000), '20000 bytes'],
    ['undefined', 'JavaScript'],
    ['opaque', undefined],
    [tokenFor({ iat: 'x' }), '"iat"'],
  ])('verify(%j)', async (token, found) => {
    const explanation = await explanationOf(token);
    if (found === undefined) expect(explanation).not.toHaveProperty('found');
    else expect(explanation.found).toContain(found);
  });

  it('of a header, without its scheme; of a cookie, nothing', async () => {
    const { found } = await explanationOfRequest(requestWith(['Authorization', `Bearer Bearer ${tokenFor()}`]));
    expect(found).toContain('Bearer');
    const cookies = { from: [fromAuthorizationHeader(), fromCookie('c')], csrf: { origins: ['https://a.example'] } };
    expect(await explanationOfRequest(requestWith(['Cookie', 'c=']), cookies)).not.toHaveProperty('found');
  });

  it.each([
    [tokenFor(), 'no scheme'],
    ['Basic x', 'another scheme'],
  ])('Authorization: %s', async (value, found) => {
    expect((await explanationOfRequest(requestWith(['Authorization', value]))).found).toContain(found);
  });

  it('J1 · tells a preflight by its hint', async () => {
    const request = { ...requestWith(['Access-Control-Request-Method', 'GET']), method: 'OPTIONS' };
    expect((await explanationOfRequest(request)).hint).toContain('preflight');
  });
});

describe('what is found out about demands', () => {
  it('scopes, roles and claims that are missing, and those that are granted', async () => {
    const request = bearer(tokenFor({ scope: 'a', roles: ['reader'], tenant: 't' }));
    const explain = (requirement: Parameters<typeof demand>[0]): ReturnType<typeof explanationOf> =>
      explanationOfRequest(request, {}, demand(requirement));
    expect(await explain(requireScopes('b'))).toMatchObject({ expected: 'the scopes "b"', found: 'granted are "a"' });
    expect(await explain(requireRoles('editor'))).toMatchObject({
      expected: 'roles "editor"',
      found: 'the roles "reader"',
    });
    expect(await explain(requireClaim('tenant', 'u'))).toMatchObject({ expected: 'tenant "u"' });
    expect((await explain(requireClaim('tenant', () => false))).expected).toContain('predicate');
    expect(await explain(() => new InsufficientScopeError('claim_unsatisfied'))).not.toHaveProperty('expected');
  });

  it('copes with refusals that requirements of your own made', async () => {
    const like = (reason: string): JwtGuardError =>
      Object.create(new InvalidTokenError('expired'), { reason: { value: reason } }) as JwtGuardError;
    for (const reason of [
      'scope_missing',
      'role_missing',
      'csrf_origin_missing',
      'token_missing',
      'credentials_repeated',
      'credentials_conflict',
      'claim_missing',
      'signature_mismatch',
      'key_not_found',
      'algorithm_not_allowed',
      'audience_mismatch',
      'malformed',
    ])
      expect(
        await explanationOfRequest(
          bearer(tokenFor()),
          {},
          demand(() => like(reason)),
        ),
      ).toMatchObject({ reason });
  });
});

function demand(requirement: ReturnType<typeof requireScopes>): {
  readonly requirements: readonly ReturnType<typeof requireScopes>[];
} {
  return { requirements: [requirement] };
}
