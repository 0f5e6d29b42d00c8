import type { RejectedEvent, VerifiedEvent } from '@jwt-guard/core';
import type { Attributes, Meter } from '@opentelemetry/api';
import { createBoundedNames } from './bounded-names.js';
import { createCounter, createDurationHistogram } from './instruments.js';
import { verifierMetrics } from './metric-catalogue.js';
import { setAttributes } from './set-attributes.js';

/** What became of a token, or of its request. */
export type DecisionResult = 'accepted' | 'rejected' | 'forbidden' | 'unavailable';

/** Counts and times decisions. */
export interface DecisionMetrics {
  readonly accepted: (event: VerifiedEvent, issuer: string) => void;
  readonly refused: (event: RejectedEvent, issuer: string | undefined) => void;
  /** Shows that there was no algorithm confusion at an issuer yet: a counter that begins with 1 looks like one that never rose. */
  readonly expectNone: (issuer: string | undefined) => void;
}

/** Reasons are a closed list of the core's; this holds where somebody emits others. */
const maxReasons = 100;

/** From a cached key (tens of microseconds) to the wait for a key set (seconds). */
const boundariesSeconds = [
  0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10,
];

/** Makes the metrics of decisions; `common` is on each of them. */
export function createDecisionMetrics(meter: Meter, common: Attributes): DecisionMetrics {
  const decisions = createCounter(meter, verifierMetrics.decisions);
  const confusionAttempts = createCounter(meter, verifierMetrics.confusionAttempts);
  const duration = createDurationHistogram(meter, verifierMetrics.verificationDuration, boundariesSeconds);
  const reasonName = createBoundedNames(maxReasons);

  function time(durationMs: number | undefined, attributes: Attributes): void {
    if (durationMs !== undefined) duration.record(durationMs / 1_000, attributes);
  }

  return Object.freeze<DecisionMetrics>({
    accepted: ({ source, durationMs }, issuer) => {
      const attributes = setAttributes(common, { result: 'accepted', issuer });
      decisions.add(1, setAttributes(attributes, { source }));
      time(durationMs, attributes);
    },
    refused: (event, issuer) => {
      const attributes = setAttributes(common, { result: resultOf(event), issuer });
      decisions.add(1, setAttributes(attributes, { reason: reasonName(event.reason), source: event.source }));
      if (event.algorithmConfusion === true) confusionAttempts.add(1, setAttributes(common, { issuer }));
      time(event.durationMs, attributes);
    },
    expectNone: (issuer) => {
      confusionAttempts.add(0, setAttributes(common, { issuer }));
    },
  });
}

function resultOf({ code }: RejectedEvent): DecisionResult {
  if (code === 'keys_unavailable' || code === 'store_unavailable') return 'unavailable';
  return code === 'insufficient_scope' || code === 'csrf_rejected' ? 'forbidden' : 'rejected';
}
