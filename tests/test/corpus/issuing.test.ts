import { createPublicKey } from 'node:crypto';
import { inspect } from 'node:util';

import { createJwtVerifier } from '@jwt-guard/core';
import { createJwksHandler, createKeyRing, createTokenIssuer, TokenNotIssuedError } from '@jwt-guard/issuer';
import type { KeyRing, SigningAlgorithm, TokenIssuer, TokenIssuerOptions } from '@jwt-guard/issuer';
import { createTestKey } from '@jwt-guard/testing';
import { calculateJwkThumbprint } from 'jose';
import request from 'supertest';

import { creationVerdict } from '../../src/corpus/creation-verdicts.js';

const issuer = 'https://issuer.test';
const audience = 'https://api.test';
const now = 1_800_000_000_000;

describe('tokens that we issue', () => {
  let keys: KeyRing;
  beforeAll(async () => {
    keys = await createKeyRing();
  });

  const issuerWith = (options: Partial<TokenIssuerOptions> = {}): TokenIssuer =>
    createTokenIssuer({ issuer, audience, clientId: 'web', keys, clock: () => now, ...options });
  const claimsOf = (token: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  const refusalOf = async (claims: unknown): Promise<unknown> =>
    issuerWith()
      .issueAccessToken({ subject: 'alice', claims: claims as Record<string, unknown> })
      .then(
        ({ token }) => claimsOf(token),
        (error: unknown) => error,
      );

  it.each([
    ...['iss', 'aud', 'sub', 'exp', 'nbf', 'iat', 'jti', 'typ', 'cnf', 'sid', 'client_id', 'scope', 'scp', 'act'],
    ...['nonce', 'events', 'at_hash', 'token_use'],
  ])('I-01 · take no %s from the caller', async (name) => {
    for (const value of ['admin', null, { jkt: 'x' }, 9_999_999_999]) {
      const refusal = await refusalOf({ [name]: value });
      expect(refusal).toBeInstanceOf(TokenNotIssuedError);
      expect(refusal).toMatchObject({ reason: 'registered_claim', claim: name });
    }
  });

  it('I-01 · take none from a prototype, a toJSON or __proto__ either', async () => {
    const inherited = Object.create({ sub: 'admin' }) as object;
    const converted = { toJSON: () => ({ sub: 'admin' }) };
    const named = JSON.parse('{"__proto__":{"sub":"admin"}}') as unknown;
    for (const claims of [inherited, converted, named])
      expect(await refusalOf(claims)).toBeInstanceOf(TokenNotIssuedError);
  });

  it.each([
    Number.NaN,
    Infinity,
    -Infinity,
    0,
    -1,
    1.5,
    'abc',
    '',
    '0s',
    '-1m',
    '1y',
    '1e3s',
    1e12,
    null,
    {},
    [600],
    true,
  ])('I-02 · live for no %p', (accessTokenTtl) => {
    const options = { accessTokenTtl: accessTokenTtl as number, dangerouslyAllowLongLifetime: true };
    expect(creationVerdict(() => issuerWith(options))).toBe('accessTokenTtl');
  });

  it('I-02 · live for as long as they were told, to the second', async () => {
    const { token } = await issuerWith({ accessTokenTtl: '5m' }).issueAccessToken({ subject: 'alice' });
    expect(claimsOf(token)).toMatchObject({ iat: now / 1_000, nbf: now / 1_000, exp: now / 1_000 + 300 });
  });

  it('I-12 · have a jti of 128 random bits each', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 1_000 }, () => issuerWith().issueAccessToken({ subject: 'alice' })),
    );
    const bytes = tokens.map(({ jti }) => Buffer.from(jti, 'base64url'));
    expect(new Set(bytes.map(({ length }) => length))).toEqual(new Set([16]));
    expect(new Set(tokens.map(({ token }) => claimsOf(token)['jti'])).size).toBe(1_000);
    // Every bit is set about half the time: 500 ± 10 standard deviations of a fair coin.
    for (let bit = 0; bit < 128; bit += 1) {
      const set = bytes.filter((jti) => (jti.readUInt8(bit >> 3) >> (bit & 7)) & 1).length;
      expect(Math.abs(set - 500)).toBeLessThan(160);
    }
  });
});

describe('keys that we publish', () => {
  it.each(['ES256', 'RS256', 'EdDSA'] as const)('I-04 · show only public members: %s', async (algorithm) => {
    const handler = createJwksHandler(await createKeyRing({ algorithm }));
    const { body, headers } = (await request(handler).get('/').expect(200)) as {
      readonly body: unknown;
      readonly headers: Readonly<Record<string, string>>;
    };
    const allowed = new Set(['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'use', 'alg']);
    const { keys } = body as { readonly keys: readonly Record<string, unknown>[] };
    expect(keys.flatMap((jwk) => Object.keys(jwk)).filter((member) => !allowed.has(member))).toEqual([]);
    expect(keys).toEqual([expect.objectContaining({ alg: algorithm, use: 'sig' })]);
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=600',
      etag: expect.stringMatching(/^"/) as string,
    });
  });

  it('I-04 · are there for GET and HEAD alone', async () => {
    const handler = createJwksHandler(await createKeyRing());
    expect((await request(handler).head('/').expect(200)).text).toBeUndefined();
    for (const method of ['post', 'put', 'patch', 'delete', 'options'] as const)
      expect((await request(handler)[method]('/').expect(405)).headers).toMatchObject({ allow: 'GET, HEAD' });
  });

  it.each(['ES256', 'ES384', 'RS256', 'EdDSA'] satisfies SigningAlgorithm[])(
    'I-05 · are named by their thumbprint, and by no other kid that a caller asks for: %s',
    async (algorithm) => {
      const privateKey = createTestKey(algorithm).privateKey.export({ format: 'jwk' });
      const ring = await createKeyRing({ privateKey: { ...privateKey, kid: 'k', alg: algorithm } as never });
      const [jwk] = (await ring.jwks()).keys;
      const { kty, crv, x, y, n, e } = jwk ?? {};
      expect(jwk?.kid).toBe(
        await calculateJwkThumbprint(JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as object),
      );
      expect((await ring.signingKey()).kid).toBe(jwk?.kid);
    },
  );

  it('I-05 · never share a kid', async () => {
    const rings = await Promise.all(Array.from({ length: 50 }, () => createKeyRing()));
    const kids = await Promise.all(rings.map(async (ring) => (await ring.signingKey()).kid));
    expect(new Set(kids).size).toBe(50);
  });

  it('I-10 · are all that is shown of a private key', async () => {
    const { privateKey } = createTestKey('RS256');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const ring = await createKeyRing({ privateKey: pem });
    const tokens = createTokenIssuer({ issuer, audience, clientId: 'web', keys: ring });
    const { token } = await tokens.issueAccessToken({ subject: 'alice' });
    const jwks = await ring.jwks();
    await createJwtVerifier({ issuer, audience, jwks }).verify(token);

    const wrong = await createKeyRing({ privateKey: pem.replace(/[A-Z]/, '*') }).catch((error: unknown) => error);
    const misfit = await createKeyRing({ privateKey: pem, algorithm: 'ES256' }).catch((error: unknown) => error);
    const shown = [ring, await ring.signingKey(), tokens, jwks, wrong, misfit]
      .flatMap((value) => [JSON.stringify(value), inspect(value, { depth: 10, showHidden: true }), String(value)])
      .join('\n');
    const { d, p, q, dp, dq, qi } = privateKey.export({ format: 'jwk' });
    for (const secret of [d, p, q, dp, dq, qi, ...pem.split('\n').slice(1, -2)]) expect(shown).not.toContain(secret);
    expect(shown).toContain(createPublicKey(privateKey).export({ format: 'jwk' }).n);
  });
});
