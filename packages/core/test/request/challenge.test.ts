import {
  challengeHeaders,
  challengeResponse,
  CsrfError,
  InsufficientScopeError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  MissingTokenError,
  StoreUnavailableError,
} from '@jwt-guard/core';
import { everyCodeUnit } from '../support/tokens.js';

/** RFC 9110 §11.2 with the values of RFC 6750 §3: quoted strings that need no escape. */
const challengeSyntax =
  /^Bearer [a-z_]+="[\x20\x21\x23-\x5b\x5d-\x7e]*"(?:, [a-z_]+="[\x20\x21\x23-\x5b\x5d-\x7e]*")*$/;
const parameterNames = (challenge: string): string[] =>
  [...challenge.matchAll(/(?:^Bearer |, )([a-z_]+)="/g)].map(([, name]) => name ?? '');

describe('challengeHeaders', () => {
  it('B4 B5 · answers no credential by a bare challenge: the realm, no error', () => {
    expect(challengeHeaders(new MissingTokenError())['WWW-Authenticate']).toBe('Bearer realm="api"');
  });

  it('B6 · names invalid_request, invalid_token and insufficient_scope', () => {
    const challenge = (error: Parameters<typeof challengeHeaders>[0]): string | undefined =>
      challengeHeaders(error)['WWW-Authenticate'];

    expect(challenge(new InvalidRequestError('credentials_repeated'))).toContain('error="invalid_request"');
    expect(challenge(new InvalidTokenError('expired'))).toContain('error="invalid_token"');
    expect(challenge(new InsufficientScopeError('scope_missing', ['a', 'b']))).toMatch(
      /error="insufficient_scope".*scope="a b"$/,
    );
  });

  it('B6 · names no scope where a role or a claim was demanded', () => {
    expect(challengeHeaders(new InsufficientScopeError('role_missing'))['WWW-Authenticate']).not.toContain('scope="');
  });

  it('sends no Bearer challenge for a refused cross-site request', () => {
    expect(challengeHeaders(new CsrfError('csrf_cross_site'))).toEqual({ 'Cache-Control': 'no-store' });
  });

  it.each([[KeysUnavailableError], [StoreUnavailableError]])(
    'answers our own fault by Retry-After, without a challenge',
    (Fault) => {
      expect(challengeHeaders(new Fault({ retryAfterSeconds: 7 }))).toEqual({
        'Cache-Control': 'no-store',
        'Retry-After': '7',
      });
    },
  );

  it.each([
    [0, '1'],
    [-5, '1'],
    [1.2, '2'],
    [Number.NaN, '1'],
    [1e21, '86400'],
  ])('rounds Retry-After of %d s to whole seconds, from one to a day', (retryAfterSeconds, expected) => {
    expect(challengeHeaders(new KeysUnavailableError({ retryAfterSeconds }))['Retry-After']).toBe(expected);
  });

  it('B9 T-26 · forbids every answer to be stored', () => {
    for (const error of [new MissingTokenError(), new InvalidTokenError('expired'), new KeysUnavailableError()])
      expect(challengeHeaders(error)['Cache-Control']).toBe('no-store');
  });

  it('B4 B7 T-23 · writes whatever stands in a refusal as RFC 6750 allows, each parameter at most once', () => {
    const headers = everyCodeUnit.map((unit) => {
      const challenge = { error: 'insufficient_scope', description: unit, scopes: [unit, `a${unit}`] } as const;
      return challengeHeaders({ code: 'x', status: 403, realm: unit, challenge })['WWW-Authenticate'] ?? '';
    });

    expect(headers.filter((header) => !challengeSyntax.test(header))).toEqual([]);
    expect(new Set(headers.map((header) => parameterNames(header).join()))).toEqual(
      new Set(['realm,error,error_description,scope']),
    );
  });

  it.each(['"', '\\', '\r\nSet-Cookie: a=b', '\u20ac', '\u0000', '\u007f', '\u00ff'])(
    'B7 T-23 T-24 · lets %j neither end a quoted string nor start a header',
    (hostile) => {
      const error = new InsufficientScopeError('scope_missing', [`a${hostile}b`]);
      error.realm = `api${hostile}`;

      const header = challengeHeaders(error)['WWW-Authenticate'];
      expect(header).toMatch(challengeSyntax);
      expect(header).toMatch(/^Bearer realm="api\?/);
    },
  );
});

describe('challengeResponse', () => {
  it('B6 B8 T-27 · answers status, headers and a generic body', () => {
    const error = new InvalidTokenError('expired', { claim: 'exp' });

    expect(challengeResponse(error)).toEqual({
      status: 401,
      headers: error.headers,
      body: {
        error: 'invalid_token',
        error_description: 'The access token is expired, revoked, malformed, or invalid for other reasons',
      },
    });
  });

  it('B6 B8 T-28 · answers every reason of a bad token by the same bytes', () => {
    const answer = (reason: 'expired' | 'audience_mismatch' | 'malformed' | 'signature_mismatch'): string =>
      JSON.stringify(challengeResponse(new InvalidTokenError(reason, { claim: reason })));

    expect(
      new Set([answer('expired'), answer('audience_mismatch'), answer('malformed'), answer('signature_mismatch')]).size,
    ).toBe(1);
  });

  it('B6 · names the missing scopes in the body too', () => {
    expect(challengeResponse(new InsufficientScopeError('scope_missing', ['a', 'b'])).body).toMatchObject({
      scope: 'a b',
    });
    expect(challengeResponse(new InsufficientScopeError('role_missing')).body).not.toHaveProperty('scope');
  });

  it.each([
    [new MissingTokenError(), 401, 'Unauthorized'],
    [new CsrfError('csrf_origin_missing'), 403, 'Forbidden'],
    [new KeysUnavailableError(), 503, 'Service Unavailable'],
    [{ code: 'x', status: 418, realm: 'api', challenge: {} }, 418, 'Error'],
  ])('B5 · answers a refusal without an error code by the name of its status', (refusal, status, message) => {
    expect(challengeResponse(refusal)).toMatchObject({ status, body: { message } });
  });

  it('sends an empty description where a refusal has none', () => {
    const refusal = { code: 'x', status: 400, realm: 'api', challenge: { error: 'invalid_request' } } as const;

    expect(challengeResponse(refusal).body).toEqual({ error: 'invalid_request', error_description: '' });
    expect(challengeHeaders(refusal)['WWW-Authenticate']).toBe('Bearer realm="api", error="invalid_request"');
  });
});
