import { createJwtVerifier } from '@jwt-guard/core';
import { decodeJwt, decodeProtectedHeader } from 'jose';

import {
  cachedTestKey,
  createLocalIssuer,
  createTestKey,
  encodeSegment,
  signCompact,
  signSegments,
} from '@jwt-guard/testing';
import type { LocalIssuerOptions } from '@jwt-guard/testing';

const nowSeconds = 1_800_000_000;
const clock = (): number => nowSeconds * 1_000;

describe('createLocalIssuer', () => {
  it('makes tokens that a verifier with its issuer, audience and jwks accepts', async () => {
    const { issuer, audience, jwks, tokenFor } = createLocalIssuer();
    const verified = await createJwtVerifier({ issuer, audience, jwks }).verify(
      tokenFor({ subject: 'alice', scopes: ['a', 'b'] }),
    );
    expect(verified).toMatchObject({ issuer, subject: 'alice', clientId: 'client-1', scopes: ['a', 'b'] });
  });

  it('T1 · makes access tokens by RFC 9068 unless told otherwise', async () => {
    const { issuer, audience, jwks, tokenFor, keys } = createLocalIssuer({ clock });
    const token = tokenFor();
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: keys[0]?.kid });
    expect(decodeJwt(token)).toEqual({
      iss: issuer,
      aud: audience,
      sub: 'user-1',
      client_id: 'client-1',
      iat: nowSeconds,
      nbf: nowSeconds,
      exp: nowSeconds + 300,
      jti: expect.any(String) as string,
    });
    await createJwtVerifier({ issuer, audience, jwks, clock, profile: 'strict' }).verify(token);
  });

  it('sets, replaces and removes any claim and header parameter', () => {
    const token = createLocalIssuer({ clock }).tokenFor({
      subject: 'alice',
      audience: ['a', 'b'],
      expiresIn: -5,
      claims: { iat: 'x', jti: undefined, tenant: 7 },
      header: { kid: undefined, typ: 'JWT', x: 1 },
    });
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'JWT', x: 1 });
    expect(decodeJwt(token)).toMatchObject({ sub: 'alice', aud: ['a', 'b'], exp: nowSeconds - 5, iat: 'x', tenant: 7 });
    expect(decodeJwt(token)).not.toHaveProperty('jti');
  });

  it.each([
    ['a minute ago', -60, nowSeconds - 360],
    ['this second', 0, nowSeconds - 300],
    ['in a second', 1, nowSeconds],
  ])('issues a token that expires %s before it expires', (_when, expiresIn, issuedAt) => {
    const { tokenFor } = createLocalIssuer({ clock });
    expect(decodeJwt(tokenFor({ expiresIn }))).toMatchObject({
      iat: issuedAt,
      nbf: issuedAt,
      exp: nowSeconds + expiresIn,
    });
    expect(decodeJwt(tokenFor({ expiresIn, claims: { iat: 7, nbf: undefined } }))).toMatchObject({ iat: 7 });
  });

  it('makes tokens with a negative expiresIn that a verifier refuses as expired', async () => {
    const { issuer, audience, jwks, tokenFor } = createLocalIssuer({ clock });
    const verifier = createJwtVerifier({ issuer, audience, jwks, clock, profile: 'strict' });
    await expect(verifier.verify(tokenFor({ expiresIn: -60 }))).rejects.toMatchObject({ reason: 'expired' });
  });

  it('signs by each of its algorithms', async () => {
    const { issuer, audience, jwks, keys, tokenFor } = createLocalIssuer({
      algorithms: ['RS256', 'ES384', 'ES512', 'PS256', 'EdDSA'],
    });
    const verifier = createJwtVerifier({ issuer, audience, jwks });
    expect(decodeProtectedHeader(tokenFor()).alg).toBe('RS256');
    for (const { algorithm } of keys)
      expect((await verifier.verify(tokenFor({ algorithm }))).header.alg).toBe(algorithm);
  });

  it('signs by its secret for verifiers with secret, and never publishes it', async () => {
    const { issuer, audience, secret, tokenFor, jwks } = createLocalIssuer();
    for (const algorithm of ['HS256', 'HS384', 'HS512'] as const) {
      await createJwtVerifier({ issuer, audience, secret, algorithms: [algorithm] }).verify(tokenFor({ algorithm }));
    }
    expect(JSON.stringify(jwks)).not.toContain(secret);
  });

  it('I-04 · publishes no private member', () => {
    expect(
      createLocalIssuer({ algorithms: ['RS256', 'ES256', 'EdDSA'] }).jwks.keys.map((jwk) => Object.keys(jwk).sort()),
    ).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
      ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
      ['alg', 'crv', 'kid', 'kty', 'use', 'x'],
    ]);
  });

  it('rotates: the new key signs, the old one stays published', () => {
    const local = createLocalIssuer();
    const [before] = local.keys;
    const after = local.rotate();
    expect(decodeProtectedHeader(local.tokenFor()).kid).toBe(after.kid);
    expect(local.jwks.keys.map(({ kid }) => kid)).toEqual([after.kid, before?.kid]);
    expect(local.rotate('RS256').algorithm).toBe('RS256');
  });

  it('replaces its keys: the old ones are published no longer', () => {
    const local = createLocalIssuer();
    const key = createTestKey('EdDSA');
    local.replaceKeys(key);
    expect(local.jwks.keys).toEqual([key.jwk]);
    expect(decodeProtectedHeader(local.tokenFor()).alg).toBe('EdDSA');
    expect(() => {
      local.replaceKeys();
    }).toThrow('at least one');
  });

  it('signs by a key that is not published', () => {
    const attacker = cachedTestKey('ES256', 'attacker');
    expect(decodeProtectedHeader(createLocalIssuer().tokenFor({ key: attacker })).kid).toBe(attacker.kid);
  });

  it('says which algorithm it has no key for', () => {
    expect(() => createLocalIssuer().tokenFor({ algorithm: 'RS256' })).toThrow('RS256');
  });

  it.each([
    ['no algorithm', { algorithms: [] }, 'algorithms'],
    ['an unknown option', { audiences: 'x' }, 'audiences'],
  ])('refuses %s', (_case, options, option) => {
    expect(() => createLocalIssuer(options as LocalIssuerOptions)).toThrow(
      expect.objectContaining({ option }) as Error,
    );
  });
});

describe('signCompact', () => {
  const { privateKey: key } = cachedTestKey('ES256');

  it.each([
    ['a value', { a: 1, b: undefined }, '{"a":1}'],
    ['the exact text', ' {"a": 1, "a": 2}', ' {"a": 1, "a": 2}'],
    ['the exact bytes', Buffer.from([0xff, 0xfe]), Buffer.from([0xff, 0xfe])],
  ])('writes %s', (_form, content, written) => {
    const [header, claims] = signCompact({ header: content, claims: content, key, algorithm: 'ES256' }).split('.');
    expect(Buffer.from(header ?? '', 'base64url')).toEqual(Buffer.from(written));
    expect(claims).toBe(header);
  });

  it('signs segments as they stand', () => {
    expect(signSegments('not base64url!', ' ', { key, algorithm: 'ES256' })).toMatch(/^not base64url!\. \.[\w-]{86}$/);
    expect(encodeSegment('x')).toBe('eA');
  });

  it('needs a private key for what is no HMAC', () => {
    expect(() => signCompact({ header: {}, claims: {}, key: 'secret', algorithm: 'ES256' })).toThrow('private key');
  });
});
