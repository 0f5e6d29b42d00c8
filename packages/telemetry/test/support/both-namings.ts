import { DataPointType } from '@opentelemetry/sdk-metrics';
import type { MetricData } from '@opentelemetry/sdk-metrics';

type Series = Readonly<Record<string, string>>;

/** The names under which one metric comes to Prometheus: by the exporter for Node, and by OTLP or a collector. */
export interface MetricNames {
  readonly byExporter: string;
  readonly byOtlp: string;
}

/** By the compatibility rules of OpenTelemetry: the unit stands behind the name, and the words in braces do not. */
export function prometheusNames(metric: MetricData): MetricNames {
  const { descriptor } = metric;
  const base = descriptor.name.replaceAll('.', '_');
  const ending = metric.dataPointType === DataPointType.SUM && metric.isMonotonic ? '_total' : '';
  return { byExporter: base + ending, byOtlp: base + (descriptor.unit === 's' ? '_seconds' : '') + ending };
}

/** The same series as OTLP would name them. */
export function asByOtlp(series: readonly Series[], metrics: readonly MetricData[]): readonly Series[] {
  return series.map((one) => {
    const name = one['__name__'] ?? '';
    const found = metrics.map(prometheusNames).find(({ byExporter }) => baseOf(name) === byExporter);
    if (found === undefined) throw new Error(`nobody exports ${name}`);
    return { ...one, __name__: found.byOtlp + name.slice(found.byExporter.length) };
  });
}

function baseOf(name: string): string {
  return name.replace(/_(?:bucket|sum|count)$/, '');
}
