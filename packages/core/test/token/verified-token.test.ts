import { inspect } from 'node:util';
import { createVerifiedToken, grantsOf, isVerifiedToken } from '../../src/token/verified-token.js';
import type { VerifiedToken } from '../../src/token/verified-token.js';

const token = createVerifiedToken({
  token: 'header.claims.signature',
  header: { alg: 'ES256' },
  claims: { sub: 'ALICE' },
  rawClaims: { sub: 'alice' },
  issuer: 'https://issuer.example',
  subject: 'alice',
  scopes: ['read'],
  roles: ['admin'],
  expiresAt: 1_800_000_000,
});

describe('createVerifiedToken', () => {
  it('is frozen, and shows what was verified', () => {
    expect(Object.isFrozen(token)).toBe(true);
    expect({ ...token }).toEqual({
      header: { alg: 'ES256' },
      claims: { sub: 'ALICE' },
      issuer: 'https://issuer.example',
      subject: 'alice',
      scopes: ['read'],
      expiresAt: 1_800_000_000,
    });
  });

  it('holds the token where neither JSON, nor a copy, nor a log line shows it', () => {
    expect(token.token).toBe('header.claims.signature');
    expect(JSON.stringify(token)).not.toContain('header.claims');
    expect(inspect(token, { depth: null })).not.toContain('header.claims');
    expect((Object.assign({}, token) as Partial<VerifiedToken>).token).toBeUndefined();
  });

  it('keeps the raw claims, the roles and the scopes for requirements', () => {
    const grants = grantsOf(token);
    expect(grants).toEqual({ rawClaims: { sub: 'alice' }, roles: ['admin'], scopes: ['read'] });
    expect(Object.isFrozen(grants)).toBe(true);
  });
});

describe('isVerifiedToken', () => {
  it('tells a verified token from everything that a request can hold', () => {
    expect(isVerifiedToken(token)).toBe(true);
    const shape = { ...token, token: token.token, '@jwt-guard/grants': {} };
    for (const value of [undefined, null, 'token', 1, {}, [], shape, JSON.parse(JSON.stringify(token)) as unknown])
      expect(isVerifiedToken(value)).toBe(false);
  });
});

describe('grantsOf', () => {
  it('refuses a value that was not verified', () => {
    expect(() => grantsOf({ ...token, token: token.token })).toThrow(new TypeError('not a verified token'));
  });
});
