import type { MetricData } from '@opentelemetry/sdk-metrics';
import { readFileSync } from 'node:fs';
import { asByOtlp } from './support/both-namings.js';
import { everyMetric, seriesOf } from './support/every-metric.js';
import { isSelected, parsePromql } from './support/promql.js';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}
interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

const text = readFileSync(new URL('../dashboards/jwt-guard.grafana.json', import.meta.url), 'utf8');
const dashboard = JSON.parse(text) as Dashboard;
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const queries = panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr, legendFormat }) => [title, withoutVariables(expr), legendFormat] as const),
);

/** As Grafana does where everything is chosen. */
function withoutVariables(expr: string): string {
  return expr.replaceAll('$__rate_interval', '5m').replaceAll(/\$(job|issuer)/g, '.*');
}

let metrics: readonly MetricData[];
let namings: Readonly<Record<'exporter' | 'otlp', readonly Readonly<Record<string, string>>[]>>;

beforeAll(async () => {
  const exported = await everyMetric();
  metrics = exported.scopeMetrics.flatMap((scope) => scope.metrics);
  const series = seriesOf(exported);
  namings = { exporter: series, otlp: asByOtlp(series, metrics) };
});

describe.each(['exporter', 'otlp'] as const)('the dashboard, over series as named by %s', (naming) => {
  it.each(queries)('finds what “%s” asks for: %s', (_title, expr, legendFormat) => {
    const { selectors, grouping } = parsePromql(expr);
    expect(selectors).not.toEqual([]);
    for (const selector of selectors) {
      const found = namings[naming].filter((series) => isSelected(series, selector));
      expect(found).not.toEqual([]);
      for (const label of grouping) expect(found.some((series) => label in series)).toBe(true);
    }
    for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) expect(grouping).toContain(label);
  });

  it('shows every metric that this package exports', () => {
    const selectors = queries.flatMap(([, expr]) => parsePromql(expr).selectors);
    const unused = namings[naming]
      .filter(({ __name__: name = '' }) => !/_(?:sum|count)$/.test(name))
      .filter((series) => !selectors.some((selector) => isSelected(series, selector)))
      .map(({ __name__: name }) => name);
    expect([...new Set(unused)]).toEqual([]);
    expect(metrics).toHaveLength(19);
  });
});

it('every panel says what it shows, and takes its data from the chosen source', () => {
  for (const { title, description, datasource } of panels) {
    expect([title, description]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w.*\.|: /)]);
    expect(datasource?.uid).toBe('${datasource}');
  }
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
});

it('no panels overlap', () => {
  for (const one of dashboard.panels)
    for (const other of dashboard.panels)
      if (one !== other) {
        const [a, b] = [one.gridPos, other.gridPos];
        const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
        expect([one.title, other.title, apart]).toEqual([one.title, other.title, true]);
      }
});

it('the variables choose by labels that there are', () => {
  const byLabel = dashboard.templating.list.flatMap(({ definition }) => definition ?? []);
  expect(byLabel).toHaveLength(2);
  for (const definition of byLabel) {
    const [, selector = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(definition) ?? [];
    const [matchers = []] = parsePromql(withoutVariables(selector)).selectors;
    const found = namings.exporter.filter((series) => isSelected(series, matchers));
    expect(found.some((series) => label in series)).toBe(true);
  }
});
