import { createServer } from 'node:http';

import { createJwtVerifier, getAuth, isVerifiedToken, jwtGuard, jwtGuardErrors } from '@jwt-guard/express';
import type { RejectedEvent } from '@jwt-guard/express';
import { createLocalIssuer, startLocalIssuer } from '@jwt-guard/testing';
import express from 'express';
import type { RequestHandler } from 'express';
import request from 'supertest';

import { answerErrors } from './support/answer-errors.js';
import { expectAnswer, expectRefusal } from './support/expect-refusal.js';
import { guardedApp, trustIn } from './support/guarded-app.js';
import { sendRaw } from './support/raw-http.js';

const setAuth =
  (auth: unknown): RequestHandler =>
  (req, _res, next) => {
    Object.assign(req, { auth });
    next();
  };

describe('jwtGuard', () => {
  it('B1 · gives the handler a verified token', async () => {
    const issuer = createLocalIssuer();
    const app = express().use(jwtGuard(trustIn(issuer)), (req, res) => {
      res.json({ auth: req.auth, branded: isVerifiedToken(req.auth), same: getAuth(req) === req.auth });
    });
    const token = issuer.tokenFor({ subject: 'alice', scopes: ['a', 'b'] });
    const answer = await request(app).get('/').auth(token, { type: 'bearer' }).expect(200);
    expect(answer.body).toMatchObject({
      auth: { issuer: issuer.issuer, subject: 'alice', scopes: ['a', 'b'], source: 'header' },
      branded: true,
      same: true,
    });
    expect(answer.body).not.toHaveProperty('auth.token');
  });

  it('needs no more than issuer and audience: it discovers the keys', async () => {
    const issuer = await startLocalIssuer();
    const app = express().use(jwtGuard({ issuer: issuer.issuer, audience: issuer.audience }), (_req, res) => {
      res.sendStatus(204);
    });
    await request(app).get('/').auth(issuer.tokenFor(), { type: 'bearer' }).expect(204);
    await request(app).get('/').auth(issuer.tokenFor(), { type: 'bearer' }).expect(204);
    expect(issuer.requests).toHaveLength(2);
    await issuer.close();
  });

  it('shows its verifier, be it made here or passed in', () => {
    const issuer = createLocalIssuer();
    const verifier = createJwtVerifier(trustIn(issuer));
    expect(jwtGuard({ verifier }).verifier).toBe(verifier);
    expect([...jwtGuard(trustIn(issuer)).verifier.health().keys()]).toEqual([issuer.issuer]);
  });

  it('names its realm in every challenge', async () => {
    const { app, issuer } = guardedApp({ realm: 'reports' });
    await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="reports"');
    const refused = await request(app).get('/').auth(`${issuer.tokenFor()}x`, { type: 'bearer' }).expect(401);
    expect(refused.headers['www-authenticate']).toMatch(/^Bearer realm="reports", error="invalid_token"/);
  });

  it.each(['a"b', 'a\r\nSet-Cookie: x=y', 'a\\b', '', 'ä', 7])(
    'B7 · T-24 · refuses the realm %j at creation',
    (realm) => {
      expect(() => jwtGuard({ ...trustIn(createLocalIssuer()), realm: realm as string })).toThrow(/^realm: /);
    },
  );

  it.each([
    [{ audience: 'https://api.test' }, /^issuer: |issuer/],
    [{ issuer: 'https://issuer.test' }, /^audience: /],
    [{ ...trustIn(createLocalIssuer()), credentials: 'maybe' }, /^credentials: /],
    [{ ...trustIn(createLocalIssuer()), from: [] }, /^from: /],
    [{ ...trustIn(createLocalIssuer()), audiance: 'typo' }, /^audiance: unknown option/],
    [{}, /issuer/],
    [undefined, /options/],
  ])('refuses %j at creation', (options, message) => {
    expect(() => jwtGuard(options as never)).toThrow(message);
  });

  describe('B6 · T-27 · a token that does not verify', () => {
    it.each([
      ['is expired', { claims: { iat: 1_700_000_000, nbf: 1_700_000_000, exp: 1_700_000_300 } }],
      ['is for another audience', { audience: 'https://other.test' }],
      ['is from another issuer', { claims: { iss: 'https://evil.test' } }],
      ['is an ID token', { claims: { at_hash: 'x' } }],
      ['has an unknown key', { header: { kid: 'another' } }],
      ['says that it is unsigned', { header: { alg: 'none' } }],
      ['is bound to a key that the request does not prove', { claims: { cnf: { jkt: 'x' } } }],
      ['B7 · T-23 · tries to inject a header', { header: { kid: '"\r\nSet-Cookie: admin=1\r\n\\\u20ac\u0000' } }],
      ['B7 · T-23 · tries it by a claim', { claims: { aud: '"\r\nSet-Cookie: admin=1\r\n\\\u20ac' } }],
    ])('gets one and the same answer when it %s', async (_title, options) => {
      const guarded = guardedApp();
      const headers = [`Authorization: Bearer ${guarded.issuer.tokenFor(options)}`];
      const answer = await expectRefusal(guarded, { headers }, 'invalid_token');
      expect(Object.keys(answer.headers)).not.toContain('set-cookie');
    });

    it('B8 · T-28 · cannot be told apart by a byte of the answer', async () => {
      const { app, issuer } = guardedApp();
      const token = issuer.tokenFor();
      const forged = [
        issuer.tokenFor({ header: { kid: 'another' } }),
        issuer.tokenFor({ claims: { iss: 'https://evil.test' } }),
        `${token.slice(0, -8)}AAAAAAAA`,
        token.slice(0, 20),
      ];
      const answers = await Promise.all(
        forged.map((forgery) => sendRaw(app, { headers: [`Authorization: Bearer ${forgery}`] })),
      );
      const [first, ...others] = answers.map(({ status, headers, body }) => [status, { ...headers, date: '' }, body]);
      for (const other of others) expect(other).toEqual(first);
    });

    it('B8 · is explained to the operator, without the token', async () => {
      const { app, issuer, rejected } = guardedApp();
      const token = issuer.tokenFor({ expiresIn: -60 });
      await request(app).get('/').auth(token, { type: 'bearer' }).expect(401);
      expect(rejected).toEqual([expect.objectContaining({ reason: 'expired', source: 'header' })]);
      expect(JSON.stringify(rejected)).not.toContain(token.split('.')[2]);
    });
  });

  it('T-26 · B9 · leaves the caching of good answers to the handler', async () => {
    const { app, issuer } = guardedApp();
    const answer = await request(app).get('/').auth(issuer.tokenFor(), { type: 'bearer' }).expect(200);
    expect(answer.headers).not.toHaveProperty('cache-control');
  });
});

describe('optional credentials', () => {
  it('B10 · let a request without a token pass, as nobody', async () => {
    const { app, rejected } = guardedApp({ credentials: 'optional' });
    await request(app).get('/').expect(200, {});
    await request(app).get('/').set('Authorization', 'Basic dTpw').expect(200, {});
    expect(rejected).toEqual([]);
  });

  it('B10 · know who sent a good token', async () => {
    const { app, issuer } = guardedApp({ credentials: 'optional' });
    const token = issuer.tokenFor({ subject: 'alice' });
    await request(app).get('/').auth(token, { type: 'bearer' }).expect(200, { subject: 'alice', source: 'header' });
  });

  it.each([
    ['an expired token', 'invalid_token', (t: string, expired: string) => [`Bearer ${expired}`]],
    ['a forged token', 'invalid_token', (t: string) => [`Bearer ${t.slice(0, -8)}AAAAAAAA`]],
    ['an empty Bearer', 'invalid_token', () => ['Bearer ']],
    ['a repeated header', 'invalid_request', (t: string) => [`Bearer ${t}`, `Bearer ${t}`]],
  ] as const)('T-36 · B10 · do not forgive %s', async (_title, refusal, values) => {
    const guarded = guardedApp({ credentials: 'optional' });
    const { issuer } = guarded;
    const headers = values(issuer.tokenFor(), issuer.tokenFor({ expiresIn: -60 })).map((v) => `Authorization: ${v}`);
    await expectRefusal(guarded, { headers }, refusal);
  });

  it('B10, K8 · answer an outage with 503, not with a welcome', async () => {
    const { app, handled, send } = appWithoutKeys('optional');
    expectAnswer(await send(), 'keys_unavailable');
    expect(handled()).toBe(0);
    expect(await sendRaw(app, {})).toMatchObject({ status: 200 });
  });
});

describe('an outage of the keys', () => {
  it('K8 · is 503 with Retry-After, and no challenge: the token is not at fault', async () => {
    const { handled, send } = appWithoutKeys('required');
    const answer = await send();
    expectAnswer(answer, 'keys_unavailable');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(handled()).toBe(0);
  });

  it('K8 · is over for requests as soon as it is over for the keys', async () => {
    const { send, recover } = appWithoutKeys('required');
    expectAnswer(await send(), 'keys_unavailable');
    recover();
    expect(await send()).toMatchObject({ status: 200 });
  });
});

describe('what stood on the request before', () => {
  it('F-04 · is overwritten by the verified token', async () => {
    const { app, issuer } = guardedApp({ above: [setAuth({ subject: 'mallory' })] });
    const token = issuer.tokenFor({ subject: 'alice' });
    await request(app).get('/').auth(token, { type: 'bearer' }).expect(200, { subject: 'alice', source: 'header' });
  });

  it('F-04 · is gone for nobody', async () => {
    const { app } = guardedApp({ above: [setAuth({ subject: 'mallory' })], credentials: 'optional' });
    await request(app).get('/').expect(200, {});
  });

  it('F-04 · is gone when the token is refused, also what an earlier guard verified', async () => {
    const [outer, inner] = [createLocalIssuer({ audience: 'https://a.test' }), createLocalIssuer()];
    const seen: unknown[] = [];
    const app = express().use(jwtGuard(trustIn(outer)), jwtGuard(trustIn(inner)));
    app.use(answerErrors((_error, req) => seen.push(req.auth)));
    await request(app).get('/').auth(outer.tokenFor(), { type: 'bearer' }).expect(418);
    expect(seen).toEqual([undefined]);
  });
});

describe('promises', () => {
  const rejections: unknown[] = [];
  const record = (reason: unknown): void => void rejections.push(reason);
  beforeAll(() => process.on('unhandledRejection', record));
  afterAll(() => process.off('unhandledRejection', record));

  it('F-01 · end in the error middleware, and never as an unhandled rejection', async () => {
    const issuer = createLocalIssuer();
    const errors: unknown[] = [];
    const app = express().use(jwtGuard(trustIn(issuer)), () => {
      throw new Error('a fault of the handler');
    });
    app.use(answerErrors((error) => errors.push(error)));

    await request(app).get('/').expect(418);
    await request(app).get('/').auth('garbage', { type: 'bearer' }).expect(418);
    await request(app).get('/').auth(issuer.tokenFor(), { type: 'bearer' }).expect(418);
    await new Promise((resolve) => setImmediate(resolve));
    expect(errors).toMatchObject([
      { code: 'missing_token', status: 401, statusCode: 401, headers: { 'WWW-Authenticate': 'Bearer realm="api"' } },
      { code: 'invalid_token', status: 401, reason: 'opaque' },
      { message: 'a fault of the handler' },
    ]);
    expect(rejections).toEqual([]);
  });

  it('F-01 · hand on what a next() throws that is not of Express', async () => {
    const guard = jwtGuard({ ...trustIn(createLocalIssuer()), credentials: 'optional' });
    const calls: unknown[] = [];
    const server = createServer((req, res) => {
      guard(req, res, (error) => {
        calls.push(error);
        if (error === undefined) throw new Error('a fault of the next');
        res.end();
      });
    });
    await request(server).get('/').expect(200);
    expect(calls).toMatchObject([undefined, { message: 'a fault of the next' }]);
    expect(rejections).toEqual([]);
  });
});

describe('the order of middlewares', () => {
  const malformed = { method: 'POST', headers: ['Content-Type: application/json'], body: '{"a":' };

  it('F-02 · lets the guard answer before a body is parsed, when it stands above the parser', async () => {
    const guarded = guardedApp({ below: [express.json()] });
    await expectRefusal(guarded, malformed, 'missing_token');
  });

  it('F-02 · passes the error of a parser above it on', async () => {
    const { app, handled, rejected } = guardedApp({ above: [express.json()] });
    expect(await sendRaw(app, malformed)).toMatchObject({ status: 400 });
    expect(handled()).toBe(0);
    expect(rejected).toEqual([]);
  });
});

describe('two guards', () => {
  it('P5 · keep two APIs of one application apart', async () => {
    const issuer = createLocalIssuer();
    const rejected: RejectedEvent[] = [];
    const guardFor = (audience: string): RequestHandler => {
      const guard = jwtGuard({ ...trustIn(issuer), audience, realm: audience });
      guard.verifier.on('rejected', (event) => rejected.push(event));
      return guard;
    };
    const ok: RequestHandler = (_req, res) => void res.sendStatus(200);
    const app = express().use('/a', guardFor('a'), ok).use('/b', guardFor('b'), ok).use(jwtGuardErrors());

    const token = issuer.tokenFor({ audience: 'a' });
    await request(app).get('/a').auth(token, { type: 'bearer' }).expect(200);
    const refused = await request(app).get('/b').auth(token, { type: 'bearer' }).expect(401);
    expect(refused.headers['www-authenticate']).toMatch(/^Bearer realm="b", error="invalid_token"/);
    expect(rejected).toMatchObject([{ reason: 'audience_mismatch' }]);
  });
});

/** An application whose key endpoint is down until `recover()`, under a clock that jumps a minute ahead then. */
function appWithoutKeys(credentials: 'required' | 'optional') {
  let now = Date.now();
  let down = true;
  let calls = 0;
  const issuer = createLocalIssuer({ clock: () => now });
  const app = express().use(
    jwtGuard({
      issuer: issuer.issuer,
      audience: issuer.audience,
      jwksUri: `${issuer.issuer}/jwks`,
      clock: issuer.clock,
      fetch: () => (down ? Promise.reject(new Error('down')) : Promise.resolve(Response.json(issuer.jwks))),
      credentials,
    }),
    (_req, res) => {
      calls += 1;
      res.json({});
    },
  );
  app.use(jwtGuardErrors());
  return {
    app,
    handled: () => calls,
    send: () => sendRaw(app, { headers: [`Authorization: Bearer ${issuer.tokenFor()}`] }),
    recover: () => {
      down = false;
      now += 61_000;
    },
  };
}
