import { createJwtVerifier, requireScopes } from '@jwt-guard/core';
import type { IssuerOptions, JwtVerifier } from '@jwt-guard/core';
import { instrumentVerifier } from '@jwt-guard/telemetry';
import type { VerifierInstrumentationOptions } from '@jwt-guard/telemetry';
import { createLocalIssuer } from '@jwt-guard/testing';
import type { LocalIssuer } from '@jwt-guard/testing';
import { startGuardedServer } from './support/guarded-server.js';
import { createMetricProbe } from './support/metric-probe.js';
import type { MetricProbe, Point } from './support/metric-probe.js';

const issuer = createLocalIssuer();
const trustIn = (one: LocalIssuer): IssuerOptions => ({ issuer: one.issuer, audience: one.audience, jwks: one.jwks });
const verify = (verifier: JwtVerifier, token: string): Promise<unknown> =>
  verifier.verify(token).catch(() => undefined);

let probe: MetricProbe;

beforeEach(() => {
  probe = createMetricProbe();
});
afterEach(() => probe.close());

function instrumented(
  options: VerifierInstrumentationOptions = {},
  trusted: IssuerOptions = trustIn(issuer),
): JwtVerifier {
  const verifier = createJwtVerifier(trusted);
  instrumentVerifier(verifier, { meter: probe.meter, ...options });
  return verifier;
}

/** The point with exactly these attributes. */
function valueOf(points: readonly Point[], attributes: object): Point['value'] | undefined {
  const key = JSON.stringify(Object.entries(attributes).sort());
  return points.find((point) => JSON.stringify(Object.entries(point.attributes).sort()) === key)?.value;
}

describe('the decisions of a guarded server', () => {
  it('K9 · are counted by result, reason, issuer and source', async () => {
    const server = await startGuardedServer(instrumented(), [requireScopes('reports:read')]);
    const good = issuer.tokenFor({ scopes: ['reports:read'] });
    const cookie = { Cookie: `token=${good}` };
    const answers = [
      await server.ask(good),
      await server.ask(good),
      await server.ask({ ...cookie, Origin: 'https://app.example.com' }),
      await server.ask({ ...cookie, Origin: 'https://evil.example' }),
      await server.ask(issuer.tokenFor({ scopes: ['other'] })),
      await server.ask(issuer.tokenFor({ expiresIn: -60 })),
      await server.ask(issuer.tokenFor({ claims: { iss: 'https://evil.example' } })),
      await server.ask(),
    ];
    server.close();

    expect(answers).toEqual([200, 200, 200, 403, 403, 401, 401, 401]);
    const name = issuer.issuer;
    const points = await probe.points('jwt_guard.decisions');
    expect(valueOf(points, { result: 'accepted', issuer: name, source: 'header' })).toBe(3);
    expect(valueOf(points, { result: 'accepted', issuer: name, source: 'cookie' })).toBe(1);
    expect(valueOf(points, { result: 'forbidden', reason: 'csrf_origin_mismatch' })).toBe(1);
    expect(valueOf(points, { result: 'forbidden', reason: 'scope_missing', issuer: name, source: 'header' })).toBe(1);
    expect(valueOf(points, { result: 'rejected', reason: 'expired', issuer: name, source: 'header' })).toBe(1);
    expect(valueOf(points, { result: 'rejected', reason: 'issuer_not_trusted', source: 'header' })).toBe(1);
    expect(valueOf(points, { result: 'rejected', reason: 'token_missing' })).toBe(1);
    expect(points).toHaveLength(7);
  });

  it('A5 · of an outage are no rejections', async () => {
    const keys = { find: () => Promise.reject(new Error('ECONNREFUSED')) };
    const server = await startGuardedServer(
      instrumented({}, { issuer: issuer.issuer, audience: issuer.audience, keys }),
    );
    expect(await server.ask(issuer.tokenFor())).toBe(503);
    server.close();

    const attributes = { result: 'unavailable', reason: 'keys_unavailable', issuer: issuer.issuer, source: 'header' };
    expect(await probe.points('jwt_guard.decisions')).toEqual([{ attributes, value: 1 }]);
  });

  it('are timed in seconds, those of the verifier alone', async () => {
    const server = await startGuardedServer(instrumented());
    const before = performance.now();
    await server.ask(issuer.tokenFor());
    await server.ask(issuer.tokenFor({ expiresIn: -60 }));
    await server.ask();
    const elapsedSeconds = (performance.now() - before) / 1_000;
    server.close();

    const points = await probe.points('jwt_guard.verification.duration');
    expect(points.map(({ attributes }) => attributes)).toEqual([
      { result: 'accepted', issuer: issuer.issuer },
      { result: 'rejected', issuer: issuer.issuer },
    ]);
    for (const { value } of points) {
      expect(value).toMatchObject({ count: 1 });
      expect((value as { sum: number }).sum).toBeGreaterThan(0);
      expect((value as { sum: number }).sum).toBeLessThan(elapsedSeconds);
    }
  });
});

describe('algorithm confusion', () => {
  it('is 0 at first, for each issuer and for none, so that one attempt is a rise', async () => {
    instrumented();

    expect(await probe.points('jwt_guard.algorithm_confusion_attempts')).toEqual([
      { attributes: {}, value: 0 },
      { attributes: { issuer: issuer.issuer }, value: 0 },
    ]);
  });

  it('A-02, A-08, A-12 · is counted by itself, and nothing else is', async () => {
    const verifier = instrumented();
    const [header = '', payload = '', signature = ''] = issuer.tokenFor().split('.');
    const headed = (alg: string): string => Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const attempts = [
      `${headed('none')}.${payload}.`,
      `${header}.${payload}.`,
      `${headed('NONE')}.${payload}.${signature}`,
      `${headed('HS256')}.${payload}.${signature}`,
    ];
    const others = [`${headed('PS256')}.${payload}.${signature}`, 'garbage', issuer.tokenFor({ expiresIn: -60 })];
    for (const token of [...attempts, ...others]) await verify(verifier, token);

    const points = await probe.points('jwt_guard.algorithm_confusion_attempts');
    expect(valueOf(points, {})).toBe(2);
    expect(valueOf(points, { issuer: issuer.issuer })).toBe(2);
    expect(points).toHaveLength(2);
  });
});

describe('what is exported', () => {
  it('B8, J10 · holds nothing that a token brought: not the token, its parts, its kid or a claim', async () => {
    const verifier = instrumented();
    const claims = { sub: 'hostile-sub', jti: 'hostile-jti', client_id: 'hostile-client', sid: 'hostile-sid' };
    const header = { kid: 'hostile-kid', typ: 'hostile-typ' };
    const tokens = [
      issuer.tokenFor({ claims }),
      issuer.tokenFor({ claims, header }),
      issuer.tokenFor({ claims: { ...claims, iss: 'https://hostile.example', aud: 'hostile-aud' }, header }),
      issuer.tokenFor({ claims, header: { alg: 'hostile-alg' } }),
      issuer.tokenFor({ claims: { ...claims, cnf: { jkt: 'hostile-jkt' } } }),
    ];
    for (const token of tokens) await verify(verifier, token);
    const exported = JSON.stringify(await probe.collect());

    expect(exported).toContain('issuer_not_trusted');
    expect(exported).toContain('proof_missing');
    expect(exported).not.toContain('hostile');
    for (const part of tokens.flatMap((token) => token.split('.'))) expect(exported).not.toContain(part);
    for (const { kid } of issuer.keys) expect(exported).not.toContain(`"${kid}"`);
  });

  it('A2 · tells a bounded number of issuers apart, however many a resolver finds', async () => {
    const issuers = Array.from({ length: 6 }, (_, index) => createLocalIssuer({ issuer: `https://t${index}.example` }));
    const verifier = createJwtVerifier({
      issuers: (name) => {
        const found = issuers.find((one) => one.issuer === name);
        return Promise.resolve(found && trustIn(found));
      },
    });
    instrumentVerifier(verifier, { meter: probe.meter, maxIssuers: 2 });
    for (const one of issuers) await verifier.verify(one.tokenFor());
    for (const one of issuers) await verify(verifier, one.tokenFor({ expiresIn: -60 }));

    const names = ['https://t0.example', 'https://t1.example', '_OTHER'];
    const decisions = await probe.points('jwt_guard.decisions');
    expect(decisions.filter(({ attributes }) => attributes['result'] === 'accepted')).toEqual([
      { attributes: { result: 'accepted', issuer: names[0] }, value: 1 },
      { attributes: { result: 'accepted', issuer: names[1] }, value: 1 },
      { attributes: { result: 'accepted', issuer: names[2] }, value: 4 },
    ]);
    expect(decisions).toHaveLength(6);
    const states = await probe.points('jwt_guard.keys.state');
    expect(states.filter(({ attributes }) => attributes['state'] === 'fresh').map(({ value }) => value)).toEqual([
      1, 1, 4,
    ]);
  });

  it('A2 · has a bounded number of reasons, whatever is emitted', async () => {
    const verifier = instrumented();
    for (let index = 0; index < 150; index += 1)
      verifier.emit('rejected', { code: 'invalid_token', reason: `r${index}` as never, signatureVerified: false });

    const points = await probe.points('jwt_guard.decisions');
    expect(points).toHaveLength(101);
    expect(valueOf(points, { result: 'rejected', reason: '_OTHER' })).toBe(50);
  });

  it('carries the name of the verifier where it has one', async () => {
    await instrumented({ name: 'admin' }).verify(issuer.tokenFor());
    await instrumented({ name: 'public' }).verify(issuer.tokenFor());

    const points = (await probe.collect()).flatMap(({ dataPoints }) => dataPoints.map(({ attributes }) => attributes));
    const names = new Set(points.map((attributes) => attributes['jwt_guard.verifier']));
    expect(names).toEqual(new Set(['admin', 'public']));
  });
});

describe('instrumentVerifier', () => {
  it('counts no more after what it answered was called, and observes no more', async () => {
    const verifier = createJwtVerifier(trustIn(issuer));
    const stop = instrumentVerifier(verifier, { meter: probe.meter });
    await verifier.verify(issuer.tokenFor());
    stop();
    stop();
    await verifier.verify(issuer.tokenFor());

    expect(await probe.points('jwt_guard.decisions')).toMatchObject([{ value: 1 }]);
    expect(await probe.points('jwt_guard.keys.state')).toEqual([]);
  });

  it('does no harm where no SDK is registered', async () => {
    const verifier = createJwtVerifier(trustIn(issuer));
    const stop = instrumentVerifier(verifier);
    await expect(verifier.verify(issuer.tokenFor())).resolves.toMatchObject({ issuer: issuer.issuer });
    await expect(verifier.verify('garbage')).rejects.toMatchObject({ status: 401 });
    stop();
  });
});
