import { parseCompactJws } from '../../src/token/compact-jws.js';
import { base64url, signSegments, signText, signToken, testKey } from '../support/keys.js';
import { refusal } from '../support/refusal.js';

const maxTokenSize = 16_384;
const key = testKey('ES256');
const token = signToken(key, { iss: 'https://issuer.example' });
const [header, claims, signature] = token.split('.') as [string, string, string];
const parse = (text: unknown): unknown => parseCompactJws(text, maxTokenSize);

describe('parseCompactJws', () => {
  it('J1 · takes a token of three segments apart', () => {
    expect(parseCompactJws(token, maxTokenSize)).toEqual({
      header: { alg: 'ES256', kid: 'k1' },
      headerText: header,
      claims: { iss: 'https://issuer.example' },
      signingInput: Buffer.from(`${header}.${claims}`),
      signature: Buffer.from(signature, 'base64url'),
    });
  });

  it.each([
    ['S-01', 'two segments', `${header}.${claims}`],
    ['S-02', 'four segments, the last empty', `${token}.`],
    ['S-02', 'four segments, the first empty', `.${token}`],
    ['S-02', 'four segments', `${token}.x`],
    ['J1', 'six segments', 'a.b.c.d.e.f'],
    ['S-06', 'an empty header', `.${claims}.${signature}`],
    ['S-06 · A-08', 'an empty signature', `${header}.${claims}.`],
    ['S-07', 'padding after the header', `${header}=.${claims}.${signature}`],
    ['S-07', 'padding after the claims', `${header}.${claims}=.${signature}`],
    ['S-07', 'padding after the signature', `${token}=`],
    ['S-09', 'a trailing newline', `${token}\n`],
    ['S-09', 'a trailing tab', `${token}\t`],
    ['S-09', 'a trailing space', `${token} `],
    ['S-45', 'quotes around the token', `"${token}"`],
    ['S-45', 'a scheme before the token', `Bearer ${token}`],
  ])('J1 · %s · rejects %s', (_id, _name, text) => {
    expect(() => parse(text)).toThrow(refusal('malformed'));
  });

  it.each([10_000, 1_000_000])('J1 · S-05 · rejects %i dots without splitting them all', (dots) => {
    const text = '.'.repeat(dots);
    const pieces = import.meta.jest.spyOn(String.prototype, 'split');
    try {
      expect(() => parseCompactJws(text, 2_000_000)).toThrow(refusal('malformed'));
      expect(pieces.mock.results.every(({ value }) => (value as string[]).length <= 6)).toBe(true);
    } finally {
      pieces.mockRestore();
    }
  });

  it.each([
    ['header', ` ${header}`, claims],
    ['claims', header, `${claims.slice(0, 4)} ${claims.slice(4)}`],
  ])('J1 · S-10 · rejects white space in the %s, rightly signed as it stands', (_name, spacedHeader, spacedClaims) => {
    expect(() => parse(signSegments(key, spacedHeader, spacedClaims))).toThrow(refusal('malformed'));
  });

  it.each([
    ['header', { header: 'x'.repeat(17_000) }, {}],
    ['payload', {}, { claim: 'x'.repeat(17_000) }],
  ])('J2 · S-33 · rejects a token that is too long for its %s', (_name, moreHeader, moreClaims) => {
    expect(() => parse(signToken(key, moreClaims, moreHeader))).toThrow(refusal('malformed'));
  });

  it('J2 · S-33 · accepts a token of exactly the size limit, and rejects one that is a byte longer', () => {
    expect(parseCompactJws(token, token.length).header.alg).toBe('ES256');
    expect(() => parseCompactJws(token, token.length - 1)).toThrow(refusal('malformed'));
  });

  it('J2 · S-33 · refuses a token that is too long before reading any of it', () => {
    const huge = '{'.repeat(maxTokenSize + 1);
    expect(() => parse(huge)).toThrow(refusal('malformed'));
    expect(() => parse(huge.slice(1))).toThrow(refusal('json_serialization'));
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['an array', [token]],
    ['an object', { token }],
    ['a Buffer', Buffer.from(token)],
    ['a String object', Object(token)],
    ['an empty text', ''],
  ])('S-46 · rejects %s as a token by a typed error', (_name, value: unknown) => {
    expect(() => parse(value)).toThrow(refusal('malformed'));
  });

  it.each([
    [
      'J14',
      'S-37',
      'the flattened JSON serialisation',
      JSON.stringify({ protected: header, payload: claims, signature }),
    ],
    [
      'J14',
      'S-38',
      'the general JSON serialisation',
      JSON.stringify({ payload: claims, signatures: [{ protected: header, signature }] }),
    ],
    ['J14', 'S-38', 'a JSON serialisation without signatures', JSON.stringify({ payload: claims, signatures: [] })],
    ['J14', 'S-39', 'a polyglot whose text holds two dots', `{"a":".${claims}.","payload":"${claims}"}`],
  ])('%s · %s · rejects %s with its own reason', (_requirement, _id, _name, text) => {
    expect(() => parse(text)).toThrow(refusal('json_serialization'));
  });

  it.each([
    ['S-03', 'five segments', 'a.b.c.d.e'],
    ['A-34', 'a compact JWE', `${base64url('{"alg":"RSA-OAEP","enc":"A256GCM"}')}.YQ.YQ.YQ.YQ`],
    [
      'A-35',
      'a JWE with an expensive PBES2',
      `${base64url('{"alg":"PBES2-HS256+A128KW","p2c":2147483648}')}.YQ.YQ.YQ.YQ`,
    ],
  ])('J14 · %s · rejects %s as encrypted, without any work on it', (_id, _name, text) => {
    expect(() => parse(text)).toThrow(refusal('encrypted'));
  });

  it('A-08 · rejects an empty signature, and says that it is what is missing', () => {
    expect(() => parse(`${header}.${claims}.`)).toThrow(refusal('malformed', 'signature'));
  });

  it('J14 · S-42 · rejects a detached payload with its own reason', () => {
    expect(() => parse(`${header}..${signature}`)).toThrow(refusal('detached'));
  });

  it('J14 · S-43 · rejects a nested JWT with its own reason', () => {
    const nested = signText(key, '{"alg":"ES256","cty":"JWT"}', token);
    expect(() => parse(signText(key, '{"alg":"ES256","cty":"JWT"}', '{}'))).toThrow(refusal('nested', 'cty'));
    expect(() => parse(nested)).toThrow(refusal('nested', 'cty'));
  });

  it('rejects a token without a dot as opaque', () => {
    expect(() => parse('5f2b6f6e8a')).toThrow(refusal('opaque'));
  });

  it.each([
    ['header', '[]', '{}'],
    ['payload', '{"alg":"ES256"}', '"x"'],
    ['payload that is a valid token', '{"alg":"ES256"}', token],
  ])('J3 · S-18 · rejects a %s that is no JSON object, and keeps the cause for operators', (_name, head, body) => {
    expect(() => parse(signText(key, head, body))).toThrow(refusal('malformed'));
    try {
      parse(signText(key, head, body));
    } catch (error) {
      expect((error as Error).cause).toBeInstanceOf(SyntaxError);
    }
  });
});
