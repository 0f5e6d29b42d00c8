import { inspect } from 'node:util';
import {
  challengeResponse,
  createJwtVerifier,
  createRequestGuard,
  fromAuthorizationHeader,
  fromCookie,
  isVerifiedToken,
  KeysUnavailableError,
  requireAnyScope,
  requireAudience,
  requireClaim,
  requireRoles,
  requireScopes,
} from '@jwt-guard/core';
import type { JwtGuardError, RejectedEvent, RequestGuard, RequestLike, RouteDemands } from '@jwt-guard/core';
import { errorWith, textWith, thrownBy } from '../support/expectations.js';
import { audience, bearer, issuer, requestWith, tokenFor, verifierOptions } from '../support/tokens.js';

const app = 'https://app.example.com';
const cookieName = '__Host-access_token';
const guard = createRequestGuard(verifierOptions);
const withCookies = createRequestGuard({
  ...verifierOptions,
  from: [fromAuthorizationHeader(), fromCookie(cookieName)],
  csrf: { origins: [app] },
});

function cookie(token: string, method = 'GET', ...headers: (readonly [string, string])[]): RequestLike {
  return { ...requestWith(['Cookie', `${cookieName}=${token}`], ...headers), method };
}

async function refusalOf(
  request: RequestLike,
  { by = guard, demands }: { by?: RequestGuard<unknown>; demands?: RouteDemands } = {},
): Promise<JwtGuardError> {
  return (await thrownBy(() => by.authenticate(request, demands))) as JwtGuardError;
}

async function eventOf(
  request: RequestLike,
  options?: { by?: RequestGuard<unknown>; demands?: RouteDemands },
): Promise<RejectedEvent[]> {
  const events: RejectedEvent[] = [];
  const stop = (options?.by ?? guard).verifier.on('rejected', (event) => events.push(event));
  await refusalOf(request, options);
  stop();
  return events;
}

describe('authenticateAtOnce', () => {
  const holding = createRequestGuard({ ...verifierOptions, cache: { maxEntries: 10 } });

  it('answers at once what is held, and throws at once what needs no waiting', async () => {
    const request = bearer(tokenFor());
    const verified = await holding.authenticate(request);
    expect(holding.authenticateAtOnce(request)).toBe(verified);
    expect(() => holding.authenticateAtOnce(requestWith())).toThrow(errorWith({ code: 'missing_token' }));
    expect(() => holding.authenticateAtOnce(bearer('x'))).toThrow(errorWith({ reason: 'opaque' }));
  });

  it('answers by a promise where a verifier of your own does', async () => {
    const { verifier } = holding;
    const own = createRequestGuard({ verifier: { ...verifier, verify: (token) => verifier.verify(token) } });
    const answer = own.authenticateAtOnce(bearer(tokenFor()));
    expect(answer).toBeInstanceOf(Promise);
    await expect(answer).resolves.toMatchObject({ subject: 'alice' });
    await expect(own.authenticateAtOnce(bearer('x'))).rejects.toEqual(errorWith({ reason: 'opaque' }));
  });
});

describe('what it refuses', () => {
  it.each([
    ['no credential', undefined, 'missing_token'],
    ['another site', cookie(tokenFor(), 'POST'), 'csrf_rejected'],
  ])('is told to the verifier, which explains it: %s', async (_what, request = requestWith(), code) => {
    const told: unknown[] = [];
    const { verifier } = withCookies;
    const by = createRequestGuard({
      verifier: { ...verifier, explain: (rejection) => void told.push(rejection) },
      from: [fromAuthorizationHeader(), fromCookie(cookieName)],
      csrf: { origins: [app] },
    });
    const error = await refusalOf(request, { by });
    expect(error).toMatchObject({ code });
    expect(told).toMatchObject([{ error, request, origins: [app], journey: { signatureVerified: false } }]);
  });

  it('needs no verifier that explains', async () => {
    const silent = { ...guard.verifier };
    Reflect.deleteProperty(silent, 'explain');
    expect(await refusalOf(requestWith(), { by: createRequestGuard({ verifier: silent }) })).toMatchObject({
      code: 'missing_token',
    });
  });
});

describe('authenticate', () => {
  it('B1 · answers the verified token of a Bearer request', async () => {
    const token = await guard.authenticate(bearer(tokenFor({ scope: 'a b' })));

    expect(isVerifiedToken(token)).toBe(true);
    expect(token).toMatchObject({ subject: 'alice', scopes: ['a', 'b'], source: 'header', issuer });
  });

  it('B1 · verifies the token of a cookie on a safe request', async () => {
    await expect(withCookies.authenticate(cookie(tokenFor()))).resolves.toMatchObject({ source: 'cookie' });
  });

  it('B2 T-14 · takes an equal header and cookie for the header, and so checks no origin', async () => {
    const token = tokenFor();
    const request = cookie(token, 'POST', ['Authorization', `Bearer ${token}`], ['Sec-Fetch-Site', 'cross-site']);

    await expect(withCookies.authenticate(request)).resolves.toMatchObject({ source: 'header' });
  });

  it('B2 T-14 · answers a header and a cookie that differ by 400', async () => {
    const request = cookie(tokenFor(), 'GET', ['Authorization', `Bearer ${tokenFor({ sub: 'bob' })}`]);

    expect(await refusalOf(request, { by: withCookies })).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('B3 T-15 T-16 T-18 · ignores tokens in the query string and in the body', async () => {
    const request = { ...requestWith(), url: `/?access_token=${tokenFor()}`, body: { access_token: tokenFor() } };

    expect(await refusalOf(request)).toMatchObject({ code: 'missing_token' });
  });

  it('B3 T-12 · reads the header alone where a query string holds another token', async () => {
    const request = { ...bearer(tokenFor()), url: `/?access_token=${tokenFor({ sub: 'bob' })}` };

    await expect(guard.authenticate(request)).resolves.toMatchObject({ subject: 'alice' });
  });

  it('T-19 · refuses a token beyond the size limit as malformed', async () => {
    expect(await refusalOf(bearer('a'.repeat(17_000)))).toMatchObject({ status: 401, reason: 'malformed' });
  });

  it('B4 B5 · answers absence by 401 with a bare challenge that names the realm', async () => {
    const error = await refusalOf(requestWith(), { by: createRequestGuard({ ...verifierOptions, realm: 'orders' }) });

    expect(challengeResponse(error)).toEqual({
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="orders"', 'Cache-Control': 'no-store' },
      body: { message: 'Unauthorized' },
    });
  });

  it('B4 · names its realm in the challenge for a bad token too', async () => {
    const error = await refusalOf(bearer('a.b.c'), { by: createRequestGuard({ ...verifierOptions, realm: 'orders' }) });

    expect(error.headers['WWW-Authenticate']).toMatch(/^Bearer realm="orders", error="invalid_token"/);
  });

  it.each([
    ['expired', tokenFor({ exp: 1_700_000_000, iat: 1_699_999_000 })],
    ['malformed', 'not.a.token'],
    ['audience_mismatch', tokenFor({ aud: 'https://other.example.com' })],
    ['signature_mismatch', `${tokenFor().split('.', 2).join('.')}.${tokenFor({ sub: 'bob' }).split('.')[2] ?? ''}`],
    ['proof_missing', tokenFor({ cnf: { jkt: 'x' } })],
  ])('B6 D1 · answers a token that is %s by one and the same 401', async (reason, token) => {
    const error = await refusalOf(bearer(token));

    expect(error.reason).toBe(reason);
    expect(challengeResponse(error)).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });

  it('B6 · names every missing scope of all demands', async () => {
    const demands = { requirements: [requireScopes('a', 'b', 'c'), requireAnyScope('d', 'e'), requireRoles('admin')] };
    const error = await refusalOf(bearer(tokenFor({ scope: 'b' })), { demands });

    expect(error).toMatchObject({ status: 403, code: 'insufficient_scope' });
    expect(error.headers['WWW-Authenticate']).toContain('scope="a c d e"');
  });

  it('lets a token through that satisfies all demands', async () => {
    const requirements = [
      requireScopes('a'),
      requireRoles('admin'),
      requireClaim('tenant', 't1'),
      requireAudience('https://billing.example.com'),
    ];
    const token = tokenFor({
      scope: 'a',
      roles: ['admin'],
      tenant: 't1',
      aud: [verifierOptions.audience, 'https://billing.example.com'],
    });

    await expect(guard.authenticate(bearer(token), { requirements })).resolves.toMatchObject({ subject: 'alice' });
  });

  it('B10 · lets absence through where credentials are optional', async () => {
    const optional = createRequestGuard({ ...verifierOptions, credentials: 'optional' });

    await expect(optional.authenticate(requestWith())).resolves.toBeUndefined();
    await expect(optional.authenticate(requestWith(['Authorization', 'Basic YTpi']))).resolves.toBeUndefined();
    await expect(optional.authenticate(bearer(tokenFor()))).resolves.toMatchObject({ subject: 'alice' });
  });

  it.each([
    ['a bad token', bearer('a.b.c'), 401],
    ['an empty Bearer', requestWith(['Authorization', 'Bearer']), 401],
    ['two credentials', requestWith(['Authorization', 'Bearer a'], ['Authorization', 'Bearer b']), 400],
  ])('B10 · refuses %s where credentials are optional', async (_, request, status) => {
    expect(await refusalOf(request, { demands: { credentials: 'optional' } })).toMatchObject({ status });
  });

  it('B10 · answers an outage by 503 where credentials are optional', async () => {
    const by = createRequestGuard({
      issuer,
      audience,
      clock: verifierOptions.clock,
      credentials: 'optional',
      keys: { find: () => Promise.reject(new KeysUnavailableError({ retryAfterSeconds: 3 })) },
    });

    expect(challengeResponse(await refusalOf(bearer(tokenFor()), { by }))).toEqual({
      status: 503,
      headers: { 'Cache-Control': 'no-store', 'Retry-After': '3' },
      body: { message: 'Service Unavailable' },
    });
  });

  it('B10 · requires a credential on a route with demands, even where credentials are optional', async () => {
    const demands = { credentials: 'optional', requirements: [requireScopes('a')] } as const;

    expect(await refusalOf(requestWith(), { demands })).toMatchObject({ code: 'missing_token' });
  });

  it('lets a route require what the guard leaves optional', async () => {
    const by = createRequestGuard({ ...verifierOptions, credentials: 'optional' });

    expect(await refusalOf(requestWith(), { by, demands: { credentials: 'required' } })).toMatchObject({ status: 401 });
  });

  it.each(['HEAD', 'OPTIONS', 'GET', 'POST', undefined])('B9 B11 · asks for a token on %s', async (method) => {
    expect(await refusalOf({ method, rawHeaders: [] })).toMatchObject({ code: 'missing_token' });
  });

  it('passes on what is no refusal, unchanged', async () => {
    const fault = new Error('a bug in an extractor');
    const by = createRequestGuard({
      ...verifierOptions,
      from: {
        source: 'header',
        extract: () => {
          throw fault;
        },
      },
    });
    const broken = createRequestGuard({
      verifier: { ...createJwtVerifier(verifierOptions), verify: () => Promise.reject(fault) },
    });

    expect(await refusalOf(requestWith(), { by })).toBe(fault);
    expect(await refusalOf(bearer(tokenFor()), { by: broken })).toBe(fault);
  });

  it('refuses what an extractor answers if it is no text', async () => {
    const extract = (): string => ['a.b.c'] as unknown as string;

    expect(
      await refusalOf(requestWith(), {
        by: createRequestGuard({ ...verifierOptions, from: { source: 'header', extract } }),
      }),
    ).toMatchObject({
      reason: 'malformed',
    });
  });
});

describe('the cross-site check', () => {
  it('C2 W-10 · refuses an unsafe cross-site request by its cookie with 403, without a Bearer challenge', async () => {
    const error = await refusalOf(cookie(tokenFor(), 'POST', ['Sec-Fetch-Site', 'cross-site']), { by: withCookies });

    expect(challengeResponse(error)).toEqual({
      status: 403,
      headers: { 'Cache-Control': 'no-store' },
      body: { message: 'Forbidden' },
    });
  });

  it('C2 · stands before the verification: a bad cookie from another site is 403 too', async () => {
    expect(await refusalOf(cookie('a.b.c', 'POST'), { by: withCookies })).toMatchObject({
      reason: 'csrf_origin_missing',
    });
  });

  it('C3 · lets an unsafe request by cookie through from a configured origin', async () => {
    await expect(withCookies.authenticate(cookie(tokenFor(), 'POST', ['Origin', app]))).resolves.toMatchObject({
      source: 'cookie',
    });
  });

  it('C2 W-16 · does not touch Bearer requests', async () => {
    const request = { ...bearer(tokenFor()), method: 'POST' };

    await expect(withCookies.authenticate(request)).resolves.toMatchObject({ source: 'header' });
  });

  it('C2 · does not touch anonymous requests', async () => {
    const by = createRequestGuard({
      ...verifierOptions,
      from: fromCookie(cookieName),
      csrf: { origins: [app] },
      credentials: 'optional',
    });

    await expect(by.authenticate({ method: 'POST', rawHeaders: [] })).resolves.toBeUndefined();
  });

  it('does not check the origin of a header source, where csrf is set', async () => {
    const by = createRequestGuard({ ...verifierOptions, csrf: { origins: [app] } });

    await expect(by.authenticate({ ...bearer(tokenFor()), method: 'DELETE' })).resolves.toBeDefined();
  });
});

describe('authorize', () => {
  it('holds a verified token against further demands', async () => {
    const token = await guard.authenticate(bearer(tokenFor({ scope: 'a' })));

    expect(() => {
      guard.authorize(token, [requireScopes('a')]);
    }).not.toThrow();
    expect(() => {
      guard.authorize(token, [requireScopes('b')]);
    }).toThrow(errorWith({ missingScopes: ['b'] }));
  });

  it('refuses absence, whatever is demanded', () => {
    expect(() => {
      guard.authorize(undefined, []);
    }).toThrow(errorWith({ code: 'missing_token' }));
  });

  it('takes no look-alike for a verified token', () => {
    const lookAlike = { claims: { scope: 'a' }, scopes: ['a'] } as never;

    expect(() => {
      guard.authorize(lookAlike, [requireScopes('a')]);
    }).toThrow(TypeError);
  });

  it('names its realm, and tells the operators', async () => {
    const by = createRequestGuard({ ...verifierOptions, realm: 'orders' });
    const token = await by.authenticate(bearer(tokenFor({}, { kid: 'k1' })));
    const events: RejectedEvent[] = [];
    by.verifier.on('rejected', (event) => events.push(event));

    expect(() => {
      by.authorize(token, [requireScopes('b')]);
    }).toThrow(errorWith({ realm: 'orders' }));
    expect(() => {
      by.authorize(undefined, []);
    }).toThrow(errorWith({ realm: 'orders' }));
    expect(events).toEqual([
      {
        code: 'insufficient_scope',
        reason: 'scope_missing',
        signatureVerified: true,
        issuer,
        algorithm: 'ES256',
        kid: 'k1',
        source: 'header',
      },
      { code: 'missing_token', reason: 'token_missing', signatureVerified: false },
    ]);
  });
});

describe('the event of a refusal', () => {
  it('is emitted once for each refused request', async () => {
    expect(await eventOf(requestWith())).toEqual([
      { code: 'missing_token', reason: 'token_missing', signatureVerified: false },
    ]);
    expect(await eventOf(bearer('a.b.c'))).toHaveLength(1);
    expect(await eventOf(bearer(tokenFor()), { demands: { requirements: [requireScopes('a')] } })).toHaveLength(1);
  });

  it('B9 · hints at CORS when a preflight reaches the guard', async () => {
    const preflight = { ...requestWith(['Origin', app], ['Access-Control-Request-Method', 'PUT']), method: 'OPTIONS' };

    expect(await refusalOf(preflight)).toMatchObject({ status: 401, code: 'missing_token' });
    expect(await eventOf(preflight)).toEqual([expect.objectContaining({ hint: textWith('cors()', 'enableCors()') })]);
  });

  it.each([
    ['an OPTIONS that is no preflight', { method: 'OPTIONS', rawHeaders: [] }],
    ['a header of a preflight on GET', requestWith(['Access-Control-Request-Method', 'PUT'])],
  ])('B9 · hints at nothing for %s', async (_, request) => {
    expect((await eventOf(request))[0]).not.toHaveProperty('hint');
  });

  it('B8 · keeps the hint and the reason from the client', async () => {
    const preflight = { ...requestWith(['Access-Control-Request-Method', 'PUT']), method: 'OPTIONS' };

    expect(JSON.stringify(challengeResponse(await refusalOf(preflight)))).not.toMatch(/cors|token_missing/i);
  });
});

describe('B8 T-27 · the token stands in nothing that is shown', () => {
  const parts = (token: string): string[] => [token, ...token.split('.')].filter((part) => part.length > 8);
  const shown = (value: unknown): string =>
    [
      JSON.stringify(value),
      inspect(value, { depth: 10, showHidden: false }),
      String(value),
      (value as Error).stack,
    ].join('\n');

  it.each([
    ['an expired token', tokenFor({ exp: 1_700_000_000, iat: 1_699_999_000 })],
    ['a forged token', `${tokenFor().split('.', 2).join('.')}.${'A'.repeat(86)}`],
    ['a token for another audience', tokenFor({ aud: 'https://other.example.com' })],
    ['a token of an unknown issuer', tokenFor({ iss: 'https://evil.example.com' })],
    ['a token that is no JSON', `${Buffer.from('{"alg"secret').toString('base64url')}.eyJzZWNyZXQiOjF9.AAAAAAAAAAAA`],
    ['a token beyond base64url', 'eyJhbGciOiJFUzI1NiJ9.eyJzZWNyZXQiOjF9.~~~~~~~~~~~~'],
    ['a token without the scope', tokenFor({ scope: 'b' })],
  ])('neither in the error nor in the answer nor in the event for %s', async (_, token) => {
    const demands = { requirements: [requireScopes('a')] };
    const error = await refusalOf(bearer(token), { demands });
    const output = [
      shown(error),
      shown(challengeResponse(error)),
      shown(await eventOf(bearer(token), { demands })),
    ].join('\n');

    expect(error).toMatchObject({ status: expect.any(Number) as number });
    for (const part of parts(token)) expect(output).not.toContain(part);
  });

  it('nor in an ambiguous or malformed header', async () => {
    for (const request of [
      requestWith(['Authorization', 'Bearer secret-one'], ['Authorization', 'Bearer secret-two']),
      requestWith(['Authorization', 'Bearer secret one']),
      cookie('secret-one', 'POST'),
    ]) {
      const error = await refusalOf(request, { by: withCookies });

      expect(shown(error) + shown(error.headers) + shown(await eventOf(request, { by: withCookies }))).not.toContain(
        'secret',
      );
    }
  });

  it('nor in a verified token, as JSON, spread, or in a log line', async () => {
    const jwt = tokenFor({ scope: 'a' });
    const token = await guard.authenticate(bearer(jwt));
    const signature = jwt.split('.')[2] ?? '';

    expect(token?.token).toBe(jwt);
    expect(JSON.stringify(token)).toContain('"alice"');
    for (const text of [
      JSON.stringify(token),
      JSON.stringify({ ...token }),
      inspect(token),
      Object.keys(token ?? {}).join(),
    ])
      for (const part of [jwt, signature]) expect(text).not.toContain(part);
  });
});
