import type { JwtVerifier, RevocationHealth } from '@jwt-guard/core';
import type { Attributes, BatchObservableCallback, Meter } from '@opentelemetry/api';
import { createGauge } from './instruments.js';
import { verifierMetrics } from './metric-catalogue.js';
import { setAttributes } from './set-attributes.js';

/** What the gauges of a revocation store are read from. */
export interface ObservedRevocation {
  readonly verifier: Pick<JwtVerifier, 'revocationHealth'>;
  readonly common: Attributes;
}

const states: readonly RevocationHealth['state'][] = ['starting', 'fresh', 'stale', 'partial'];

/**
 * Observes the revocation store at each collection; a verifier without one has no such metrics.
 *
 * @returns a function that ends it
 */
export function observeRevocation(meter: Meter, { verifier, common }: ObservedRevocation): () => void {
  const lag = createGauge(meter, verifierMetrics.revocationLag);
  const entries = createGauge(meter, verifierMetrics.revocationEntries);
  const state = createGauge(meter, verifierMetrics.revocationState);

  const observe: BatchObservableCallback = (result) => {
    const health = verifier.revocationHealth();
    if (health === undefined) return;
    if (health.lagSeconds !== undefined) result.observe(lag, health.lagSeconds, common);
    if (health.entries !== undefined) result.observe(entries, health.entries, common);
    for (const one of states)
      result.observe(state, health.state === one ? 1 : 0, setAttributes(common, { state: one }));
  };

  const gauges = [lag, entries, state];
  meter.addBatchObservableCallback(observe, gauges);
  return () => {
    meter.removeBatchObservableCallback(observe, gauges);
  };
}
