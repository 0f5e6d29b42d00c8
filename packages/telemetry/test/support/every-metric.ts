import { createEventEmitter } from '@jwt-guard/core';
import type { KeySourceHealth, RevocationHealth, SecurityEvents } from '@jwt-guard/core';
import { instrumentIssuer, instrumentVerifier } from '@jwt-guard/telemetry';
import type { ObservableVerifier } from '@jwt-guard/telemetry';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { channel } from 'node:diagnostics_channel';

const issuer = 'https://auth.example.com';
const eventNames = [
  ...(['verified', 'rejected', 'keysFetched', 'keysFailed', 'keysStaleUsed'] as const),
  ...(['keyAdded', 'keyRemoved', 'issuersFailed', 'revocationUnknown'] as const),
];

/** All that this package can export, by a real provider: what came of every event, and of every state. */
export async function everyMetric(): Promise<ResourceMetrics> {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [exporter] });
  const meter = provider.getMeter('@jwt-guard/telemetry');
  const { on, emit } = createEventEmitter<SecurityEvents>(eventNames);
  const health: KeySourceHealth = { state: 'stale', ageSeconds: 700, usableForSeconds: 60 };
  const revocation: RevocationHealth = { state: 'stale', lagSeconds: 20, entries: 3 };
  const verifier: ObservableVerifier = {
    on,
    health: () => new Map([[issuer, health]]),
    revocationHealth: () => revocation,
  };
  const stops = [instrumentVerifier(verifier, { meter }), instrumentIssuer({ meter })];
  emitAll(emit);
  publishAll();
  const { resourceMetrics } = await exporter.collect();
  for (const stop of stops) stop();
  await provider.shutdown();
  return resourceMetrics;
}

/** The series that Prometheus would have of these: labels, the name under `__name__`. */
export function seriesOf(metrics: ResourceMetrics): readonly Readonly<Record<string, string>>[] {
  const lines = new PrometheusSerializer().serialize(metrics).split('\n');
  return lines.flatMap((line) => {
    const [, name, labels = ''] = /^(jwt_guard_\w+)\{(.*)\} \S+$/.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, value]) => [label, value] as const);
    return [{ ...(Object.fromEntries(pairs) as Record<string, string>), __name__: name, job: 'api' }];
  });
}

function emitAll(emit: ReturnType<typeof createEventEmitter<SecurityEvents>>['emit']): void {
  const rejected = { code: 'invalid_token', signatureVerified: false, issuer, source: 'header' } as const;
  emit('verified', { issuer, algorithm: 'ES256', source: 'header', durationMs: 0.1 });
  emit('rejected', { ...rejected, reason: 'signature_mismatch', durationMs: 0.1 });
  emit('rejected', { ...rejected, reason: 'algorithm_not_allowed', algorithmConfusion: true });
  emit('rejected', { ...rejected, code: 'keys_unavailable', reason: 'keys_unavailable' });
  emit('rejected', { ...rejected, code: 'insufficient_scope', reason: 'scope_missing' });
  emit('keysFetched', { issuer, kids: [], unusable: [], durationMs: 10 });
  emit('keysFailed', { issuer, error: undefined, retryAfterSeconds: 1, staleKeysUsed: true, durationMs: 10 });
  emit('keysStaleUsed', { issuer, ageSeconds: 700, usableForSeconds: 60 });
  emit('keyAdded', { issuer, algorithm: 'ES256' });
  emit('keyRemoved', { issuer, algorithm: 'ES256' });
  emit('issuersFailed', { error: undefined, retryAfterSeconds: 1 });
  emit('revocationUnknown', { issuer, policy: 'allow' });
}

function publishAll(): void {
  const sessions = ['sessionStarted', 'rotated', 'replayedInGrace', 'reuseDetected', 'lostWrite', 'sessionRevoked'];
  for (const name of sessions) channel(`jwt-guard:${name}`).publish({ issuer });
  const keys = ['keyPublished', 'keyActivated', 'keyRetired', 'keyRemoved', 'keyRevoked', 'keyRingFailed'];
  for (const name of keys) channel(`jwt-guard:${name}`).publish({ ring: 'keys' });
  channel('jwt-guard:tokenRequestRefused').publish({ endpoint: 'token', code: 'invalid_grant', reason: 'expired' });
}
