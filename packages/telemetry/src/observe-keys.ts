import type { JwtVerifier, KeySourceHealth } from '@jwt-guard/core';
import type { Attributes, BatchObservableCallback, Meter } from '@opentelemetry/api';
import type { BoundedNames } from './bounded-names.js';
import { createGauge } from './instruments.js';
import { verifierMetrics } from './metric-catalogue.js';
import { setAttributes } from './set-attributes.js';

/** What the gauges of key sets are read from. */
export interface ObservedKeys {
  readonly verifier: Pick<JwtVerifier, 'health'>;
  readonly issuerName: BoundedNames;
  readonly common: Attributes;
}

const states: readonly KeySourceHealth['state'][] = ['fresh', 'stale', 'expired', 'never'];

/**
 * Observes the keys of each issuer at each collection. Of issuers that share the name `_OTHER`, the oldest keys count.
 *
 * @returns a function that ends it
 */
export function observeKeys(meter: Meter, { verifier, issuerName, common }: ObservedKeys): () => void {
  const age = createGauge(meter, verifierMetrics.keysAge);
  const usableFor = createGauge(meter, verifierMetrics.keysUsableFor);
  const state = createGauge(meter, verifierMetrics.keysState);

  const observe: BatchObservableCallback = (result) => {
    for (const [issuer, healths] of byName(verifier.health(), issuerName)) {
      const attributes = setAttributes(common, { issuer });
      const ages = healths.flatMap(({ ageSeconds }) => ageSeconds ?? []);
      const times = healths.flatMap(({ usableForSeconds }) => usableForSeconds ?? []);
      if (ages.length > 0) result.observe(age, Math.max(...ages), attributes);
      if (times.length > 0) result.observe(usableFor, Math.min(...times), attributes);
      for (const one of states) {
        const count = healths.filter((health) => health.state === one).length;
        result.observe(state, count, setAttributes(attributes, { state: one }));
      }
    }
  };

  const gauges = [age, usableFor, state];
  meter.addBatchObservableCallback(observe, gauges);
  return () => {
    meter.removeBatchObservableCallback(observe, gauges);
  };
}

function byName(
  healthOf: ReadonlyMap<string, KeySourceHealth>,
  issuerName: BoundedNames,
): ReadonlyMap<string, KeySourceHealth[]> {
  const named = new Map<string, KeySourceHealth[]>();
  for (const [issuer, health] of healthOf) {
    const name = issuerName(issuer);
    const healths = named.get(name) ?? [];
    healths.push(health);
    named.set(name, healths);
  }
  return named;
}
