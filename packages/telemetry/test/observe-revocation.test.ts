import { createJwtVerifier, MemoryRevocationStore } from '@jwt-guard/core';
import type { JwtVerifier, RevocationHealth, RevocationOptions, RevocationStore } from '@jwt-guard/core';
import { instrumentVerifier } from '@jwt-guard/telemetry';
import { createLocalIssuer } from '@jwt-guard/testing';
import { createMetricProbe } from './support/metric-probe.js';
import type { MetricProbe } from './support/metric-probe.js';

const issuer = createLocalIssuer();
let probe: MetricProbe;

beforeEach(() => {
  probe = createMetricProbe();
});
afterEach(() => probe.close());

function verifierWith(revocation: RevocationStore | RevocationOptions): JwtVerifier {
  const { jwks, audience } = issuer;
  const verifier = createJwtVerifier({ issuer: issuer.issuer, audience, jwks, revocation });
  instrumentVerifier(verifier, { meter: probe.meter });
  return verifier;
}

const states = async (): Promise<unknown> =>
  (await probe.points('jwt_guard.revocation.state')).map(({ attributes, value }) => [attributes['state'], value]);

it('V5 · the lag of a copy, its size and its state are observed at each collection', async () => {
  let health: RevocationHealth = { state: 'starting' };
  verifierWith({ maxLifetimeSeconds: 3_600, check: () => 'ok', health: () => health });
  expect(await probe.points('jwt_guard.revocation.lag')).toEqual([]);
  expect(await states()).toEqual([
    ['starting', 1],
    ['fresh', 0],
    ['stale', 0],
    ['partial', 0],
  ]);

  health = { state: 'stale', lagSeconds: 12.5, entries: 3 };
  expect(await probe.points('jwt_guard.revocation.lag')).toEqual([{ attributes: {}, value: 12.5 }]);
  expect(await probe.points('jwt_guard.revocation.entries')).toEqual([{ attributes: {}, value: 3 }]);
  expect(await states()).toEqual([
    ['starting', 0],
    ['fresh', 0],
    ['stale', 1],
    ['partial', 0],
  ]);
});

it('V1 · the entries of a memory store are observed, and what is revoked is a reason', async () => {
  const store = new MemoryRevocationStore();
  const verifier = verifierWith(store);
  await store.revokeToken({ issuer: issuer.issuer, jti: 'stolen' });
  await expect(verifier.verify(issuer.tokenFor({ claims: { jti: 'stolen' } }))).rejects.toMatchObject({ status: 401 });

  expect(await probe.points('jwt_guard.revocation.entries')).toEqual([{ attributes: {}, value: 1 }]);
  expect(await probe.points('jwt_guard.decisions')).toEqual([
    { attributes: { result: 'rejected', reason: 'revoked', issuer: issuer.issuer }, value: 1 },
  ]);
});

it('V5, A5 · a store that cannot tell is counted by what decided then', async () => {
  const store = { maxLifetimeSeconds: 3_600, check: () => 'unknown' as const };
  await verifierWith({ store, whenUnknown: 'allow' }).verify(issuer.tokenFor());
  await expect(verifierWith(store).verify(issuer.tokenFor())).rejects.toMatchObject({ status: 503 });

  const points = await probe.points('jwt_guard.revocation.unknown_verdicts');
  expect(points.map(({ attributes, value }) => [attributes['policy'], attributes['issuer'], value])).toEqual([
    ['allow', issuer.issuer, 1],
    ['deny', issuer.issuer, 1],
  ]);
});

it('a verifier without a store has no metrics of one', async () => {
  const { jwks, audience } = issuer;
  instrumentVerifier(createJwtVerifier({ issuer: issuer.issuer, audience, jwks }), { meter: probe.meter });
  const names = (await probe.collect())
    .filter(({ dataPoints }) => dataPoints.length > 0)
    .map(({ descriptor }) => descriptor.name);

  expect(names).toEqual(['jwt_guard.algorithm_confusion_attempts', 'jwt_guard.keys.state']);
});
