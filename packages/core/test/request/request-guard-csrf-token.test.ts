import { randomBytes } from 'node:crypto';
import {
  challengeResponse,
  createCsrfTokens,
  createRequestGuard,
  csrfCookieName,
  fromAuthorizationHeader,
  fromCookie,
  requireScopes,
} from '@jwt-guard/core';
import type { JwtGuardError, RejectedEvent, RequestLike } from '@jwt-guard/core';
import { errorWith, thrownBy } from '../support/expectations.js';
import { issuer, requestWith, tokenFor, verifierOptions } from '../support/tokens.js';

const app = 'https://app.example.com';
const cookieName = '__Host-access_token';
const token = { secret: randomBytes(32) };
const tokens = createCsrfTokens(token);
const guard = createRequestGuard({
  ...verifierOptions,
  from: [fromAuthorizationHeader(), fromCookie(cookieName)],
  csrf: { origins: [app], token },
});

interface Submission {
  readonly jwt?: string;
  readonly method?: string;
  readonly csrfToken?: string | undefined;
  readonly headers?: readonly (readonly [string, string])[];
}

/** A request of our own page: with the credential in a cookie, and the token of session s1 twice. */
function submit({
  jwt = tokenFor({ sid: 's1' }),
  method = 'POST',
  csrfToken = tokens.tokenFor('s1'),
  headers = [
    ['Origin', app],
    ['X-CSRF-Token', csrfToken],
  ],
}: Submission = {}): RequestLike {
  const cookies = `${cookieName}=${jwt}; ${csrfCookieName}=${csrfToken}`;
  return { ...requestWith(['Cookie', cookies], ...headers), method };
}

const refusalOf = async (request: RequestLike): Promise<JwtGuardError> =>
  (await thrownBy(() => guard.authenticate(request))) as JwtGuardError;

describe('a guard with the signed double submit', () => {
  it('C4 · lets a request through that repeats the token of its session', async () => {
    await expect(guard.authenticate(submit())).resolves.toMatchObject({ subject: 'alice', source: 'cookie' });
  });

  it('C4 · answers its absence by 403 without a challenge, and tells the operators', async () => {
    const events: RejectedEvent[] = [];
    const stop = guard.verifier.on('rejected', (event) => events.push(event));
    const error = await refusalOf(submit({ headers: [['Origin', app]] }));
    stop();

    expect(challengeResponse(error)).toEqual({
      status: 403,
      headers: { 'Cache-Control': 'no-store' },
      body: { message: 'Forbidden' },
    });
    expect(events).toEqual([
      {
        code: 'csrf_rejected',
        reason: 'csrf_token',
        signatureVerified: true,
        issuer,
        algorithm: 'ES256',
        source: 'cookie',
      },
    ]);
  });

  it.each([
    ['of another session', submit({ csrfToken: tokens.tokenFor('s2') })],
    ['where the credential names no session', submit({ jwt: tokenFor() })],
    ['of the session that every object inherits', submit({ jwt: tokenFor(), csrfToken: tokens.tokenFor('undefined') })],
  ])('C4 · refuses a token %s', async (_, request) => {
    expect(await refusalOf(request)).toMatchObject({ reason: 'csrf_token', status: 403 });
  });

  it('C4 · asks no safe request for it', async () => {
    await expect(guard.authenticate(submit({ method: 'GET', headers: [] }))).resolves.toBeDefined();
  });

  it('C4 · asks no WebSocket upgrade for it, which has its origin checked', async () => {
    const upgrade = (origin: string) =>
      submit({
        method: 'GET',
        headers: [
          ['Upgrade', 'websocket'],
          ['Origin', origin],
        ],
      });

    await expect(guard.authenticate(upgrade(app))).resolves.toBeDefined();
    expect(await refusalOf(upgrade('https://evil.example'))).toMatchObject({ reason: 'csrf_origin_mismatch' });
  });

  it('C4 · asks no Bearer request for it', async () => {
    const bearer = { ...requestWith(['Authorization', `Bearer ${tokenFor()}`]), method: 'POST' };

    await expect(guard.authenticate(bearer)).resolves.toMatchObject({ source: 'header' });
  });

  it('C3, C4 · still checks the origin first', async () => {
    const csrfToken = tokens.tokenFor('s1');

    expect(await refusalOf(submit({ csrfToken, headers: [['X-CSRF-Token', csrfToken]] }))).toMatchObject({
      reason: 'csrf_origin_missing',
    });
  });

  it('C4 · stands behind the verification, and before the demands of the route', async () => {
    expect(await refusalOf(submit({ jwt: 'a.b.c', headers: [['Origin', app]] }))).toMatchObject({
      reason: 'malformed',
    });
    await expect(
      guard.authenticate(submit({ headers: [['Origin', app]] }), { requirements: [requireScopes('admin')] }),
    ).rejects.toEqual(errorWith({ reason: 'csrf_token' }));
  });

  it('C4, C6 · answers a cookie that was sent twice by 400', async () => {
    const request = submit();
    const twice = { ...request, rawHeaders: [...request.rawHeaders, 'Cookie', `${csrfCookieName}=x`] };

    expect(await refusalOf(twice)).toMatchObject({ status: 400, code: 'invalid_request' });
  });
});
