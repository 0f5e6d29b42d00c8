import type { Meter } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { MetricData } from '@opentelemetry/sdk-metrics';

/** One value of a metric: a number, or how many values a histogram holds and what they add up to. */
export interface Point {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: number | { readonly count: number; readonly sum: number };
}

/** A real provider of meters whose export can be read. */
export interface MetricProbe {
  readonly meter: Meter;
  /** Collects, and answers all that is exported. */
  collect(): Promise<readonly MetricData[]>;
  /** Collects, and answers the points of one metric, without the prefix `jwt_guard.` of their attributes. */
  points(name: string): Promise<readonly Point[]>;
  close(): Promise<void>;
}

/** Makes one. */
export function createMetricProbe(): MetricProbe {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });

  async function collect(): Promise<readonly MetricData[]> {
    exporter.reset();
    await provider.forceFlush();
    return exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
  }

  return {
    meter: provider.getMeter('test'),
    collect,
    points: async (name) => {
      const found = (await collect()).find(({ descriptor }) => descriptor.name === name);
      return (found?.dataPoints ?? []).map(({ attributes, value }) => ({
        attributes: withoutPrefix(attributes),
        value: typeof value === 'number' ? value : { count: value.count, sum: (value as { sum: number }).sum },
      }));
    },
    close: () => provider.shutdown(),
  };
}

function withoutPrefix(attributes: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      if (!name.startsWith('jwt_guard.')) throw new Error(`an attribute of nobody: ${name}`);
      return [name.slice('jwt_guard.'.length), value as unknown];
    }),
  );
}
