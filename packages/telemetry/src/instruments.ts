import type { Counter, Histogram, Meter, ObservableGauge } from '@opentelemetry/api';
import type { MetricDescription } from './metric-catalogue.js';

/** Makes a counter as the catalogue describes it. */
export function createCounter(meter: Meter, { name, unit, description }: MetricDescription): Counter {
  return meter.createCounter(name, { unit, description });
}

/** Makes a gauge that is read at each collection. */
export function createGauge(meter: Meter, { name, unit, description }: MetricDescription): ObservableGauge {
  return meter.createObservableGauge(name, { unit, description });
}

/** Makes a histogram of seconds with these bucket boundaries, which a view of the user's may replace. */
export function createDurationHistogram(
  meter: Meter,
  { name, unit, description }: MetricDescription,
  boundariesSeconds: readonly number[],
): Histogram {
  return meter.createHistogram(name, {
    unit,
    description,
    advice: { explicitBucketBoundaries: [...boundariesSeconds] },
  });
}
