import type { KeysFetchedEvent } from '@jwt-guard/core';
import type { Attributes, Meter } from '@opentelemetry/api';
import { createCounter, createDurationHistogram } from './instruments.js';
import { verifierMetrics } from './metric-catalogue.js';
import { setAttributes } from './set-attributes.js';

/** Counts and times what becomes of key sets. */
export interface KeyMetrics {
  readonly fetched: (event: KeysFetchedEvent, issuer: string) => void;
  readonly failed: (event: { readonly durationMs: number }, issuer: string) => void;
  readonly changed: (change: 'added' | 'removed', issuer: string) => void;
  readonly staleUsed: (issuer: string) => void;
}

/** A fetch has five seconds, for each document that discovery reads. */
const boundariesSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Makes the metrics of key sets; `common` is on each of them. */
export function createKeyMetrics(meter: Meter, common: Attributes): KeyMetrics {
  const fetches = createCounter(meter, verifierMetrics.keyFetches);
  const duration = createDurationHistogram(meter, verifierMetrics.keyFetchDuration, boundariesSeconds);
  const changes = createCounter(meter, verifierMetrics.keyChanges);
  const staleUses = createCounter(meter, verifierMetrics.staleKeyUses);

  function count(durationMs: number, attributes: Attributes): void {
    fetches.add(1, attributes);
    duration.record(durationMs / 1_000, attributes);
  }

  return Object.freeze<KeyMetrics>({
    fetched: ({ durationMs, unchanged }, issuer) => {
      count(durationMs, setAttributes(common, { issuer, outcome: unchanged === true ? 'unchanged' : 'fetched' }));
    },
    failed: ({ durationMs }, issuer) => {
      count(durationMs, setAttributes(common, { issuer, outcome: 'failed' }));
    },
    changed: (change, issuer) => {
      changes.add(1, setAttributes(common, { issuer, change }));
    },
    staleUsed: (issuer) => {
      staleUses.add(1, setAttributes(common, { issuer }));
    },
  });
}
