import { createJwtVerifier } from '@jwt-guard/core';
import type { JwtVerifier } from '@jwt-guard/core';
import { instrumentVerifier } from '@jwt-guard/telemetry';
import { startLocalIssuer } from '@jwt-guard/testing';
import type { LocalIssuerServer } from '@jwt-guard/testing';
import { createMetricProbe } from './support/metric-probe.js';
import type { MetricProbe } from './support/metric-probe.js';

let nowMs: number;
let issuer: LocalIssuerServer;
let probe: MetricProbe;
let verifier: JwtVerifier;

const second = 1_000;
const clock = (): number => nowMs;

beforeEach(async () => {
  nowMs = 1_800_000_000_000;
  issuer = await startLocalIssuer({ clock });
  probe = createMetricProbe();
  verifier = createJwtVerifier({ issuer: issuer.issuer, audience: issuer.audience, clock });
  instrumentVerifier(verifier, { meter: probe.meter });
});

afterEach(async () => {
  verifier.close();
  await probe.close();
  await issuer.close();
});

const valueOf = async (metric: string, attributes: object): Promise<unknown> =>
  (await probe.points(metric)).find((point) =>
    Object.entries(attributes).every(([name, value]) => point.attributes[name] === value),
  )?.value;

async function stateOfKeys(): Promise<unknown> {
  const points = await probe.points('jwt_guard.keys.state');
  expect(points.map(({ attributes }) => attributes['state'])).toEqual(['fresh', 'stale', 'expired', 'never']);
  return points.filter(({ value }) => value !== 0).map(({ attributes, value }) => [attributes['state'], value]);
}

it('K9 · the age of keys and how long they serve are observed at each collection', async () => {
  expect(await stateOfKeys()).toEqual([['never', 1]]);
  expect(await probe.points('jwt_guard.keys.age')).toEqual([]);

  await verifier.hydrate();
  nowMs += 7 * second;
  const { usableForSeconds } = verifier.health().get(issuer.issuer) ?? {};

  const attributes = { issuer: issuer.issuer };
  expect(await stateOfKeys()).toEqual([['fresh', 1]]);
  expect(await probe.points('jwt_guard.keys.age')).toEqual([{ attributes, value: 7 }]);
  expect(await probe.points('jwt_guard.keys.usable_for')).toEqual([{ attributes, value: usableForSeconds }]);
});

it('K9 · fetches are counted and timed by their outcome', async () => {
  const before = performance.now();
  await verifier.hydrate();
  await verifier.reload();
  issuer.intercept((_request, response) => response.writeHead(500).end());
  await expect(verifier.reload()).rejects.toMatchObject({ status: 503 });
  const elapsedSeconds = (performance.now() - before) / second;

  const fetches = await probe.points('jwt_guard.key_fetches');
  const fetched = fetches.filter(({ attributes }) => attributes['outcome'] !== 'failed');
  expect(fetched.reduce((sum, { value }) => sum + (value as number), 0)).toBe(2);
  expect(await valueOf('jwt_guard.key_fetches', { outcome: 'failed', issuer: issuer.issuer })).toBe(1);

  const durations = await probe.points('jwt_guard.key_fetch.duration');
  const seconds = durations.map(({ value }) => (value as { sum: number }).sum);
  expect(Math.min(...seconds)).toBeGreaterThan(0);
  expect(seconds.reduce((sum, one) => sum + one, 0)).toBeLessThan(elapsedSeconds);
});

it('K9 · a set that is still the newest is told apart', async () => {
  let asked = 0;
  const { jwks } = issuer;
  issuer.intercept((request, response) => {
    if (request.url?.includes('jwks') !== true) {
      const metadata = { issuer: issuer.issuer, jwks_uri: issuer.jwksUri };
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(metadata));
      return;
    }
    asked += 1;
    if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
    else response.writeHead(200, { 'Content-Type': 'application/json', ETag: '"1"' }).end(JSON.stringify(jwks));
  });
  await verifier.hydrate();
  await verifier.reload();

  expect(asked).toBe(2);
  expect(await valueOf('jwt_guard.key_fetches', { outcome: 'fetched' })).toBe(1);
  expect(await valueOf('jwt_guard.key_fetches', { outcome: 'unchanged' })).toBe(1);
});

it('K9 · keys that come and go are counted', async () => {
  await verifier.hydrate();
  issuer.rotate();
  issuer.rotate();
  await verifier.reload();
  issuer.replaceKeys(issuer.keyFor('ES256'));
  await verifier.reload();

  expect(await valueOf('jwt_guard.key_changes', { change: 'added', issuer: issuer.issuer })).toBe(2);
  expect(await valueOf('jwt_guard.key_changes', { change: 'removed', issuer: issuer.issuer })).toBe(2);
});

it('K9, A5 · an outage shows: stale keys, their use, and what is left of their time', async () => {
  await verifier.hydrate();
  const { usableForSeconds = 0 } = verifier.health().get(issuer.issuer) ?? {};
  issuer.intercept((_request, response) => response.writeHead(500).end());
  nowMs += (usableForSeconds - 60) * second;
  const token = issuer.tokenFor();
  await verifier.verify(token);
  await verifier.verify(token);

  expect(await stateOfKeys()).toEqual([['stale', 1]]);
  expect(await valueOf('jwt_guard.keys.usable_for', { issuer: issuer.issuer })).toBe(60);
  expect(await valueOf('jwt_guard.stale_key_uses', { issuer: issuer.issuer })).toBe(1);

  nowMs += 61 * second;
  expect(await stateOfKeys()).toEqual([['expired', 1]]);
  expect(await valueOf('jwt_guard.keys.usable_for', { issuer: issuer.issuer })).toBe(0);
});

it('A5 · a function that finds issuers and fails is counted', async () => {
  const resolving = createJwtVerifier({ issuers: () => Promise.reject(new Error('no database')) });
  instrumentVerifier(resolving, { meter: probe.meter, name: 'tenants' });
  await expect(resolving.verify(issuer.tokenFor())).rejects.toMatchObject({ status: 503 });

  expect(await probe.points('jwt_guard.issuer_lookup_failures')).toEqual([
    { attributes: { verifier: 'tenants' }, value: 1 },
  ]);
});
