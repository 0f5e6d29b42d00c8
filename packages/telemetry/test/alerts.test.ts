import type { MetricData } from '@opentelemetry/sdk-metrics';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { asByOtlp } from './support/both-namings.js';
import { everyMetric, seriesOf } from './support/every-metric.js';
import { isSelected, parsePromql } from './support/promql.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const { groups } = parse(read('../alerts/jwt-guard.rules.yml')) as { groups: { name: string; rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const runbook = 'docs/guides/monitoring.md';
const guide = read(`../../../${runbook}`);
const sections = new Map(guide.split(/^(?=#+ )/m).map((section) => [anchorOf(section), section]));

/** As GitHub names the anchor of a heading. */
function anchorOf(section: string): string {
  const heading = section.split('\n', 1)[0] ?? '';
  return heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

let namings: Readonly<Record<'exporter' | 'otlp', readonly Readonly<Record<string, string>>[]>>;

beforeAll(async () => {
  const exported = await everyMetric();
  const metrics: MetricData[] = exported.scopeMetrics.flatMap((scope) => scope.metrics);
  const series = seriesOf(exported);
  namings = { exporter: series, otlp: asByOtlp(series, metrics) };
});

it('each alert has a name of its own', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  expect(rules.length).toBeGreaterThanOrEqual(12);
});

describe.each(rules)('the alert $alert', ({ alert, expr, annotations, labels, ...rest }) => {
  it.each(['exporter', 'otlp'] as const)('is on series that are exported, as named by %s', (naming) => {
    const { selectors, grouping } = parsePromql(expr);
    expect(selectors).not.toEqual([]);
    for (const selector of selectors) {
      const found = namings[naming].filter((series) => isSelected(series, selector));
      expect([selector, found.length > 0]).toEqual([selector, true]);
      for (const label of grouping) expect(found.some((series) => label in series)).toBe(true);
    }
  });

  it('says what has happened, by labels that it has', () => {
    expect(alert).toMatch(/^JwtGuard[A-Z]/);
    expect(annotations.summary).toMatch(/\w/);
    expect(annotations.description).toMatch(/\.$/);
    expect(['warning', 'critical']).toContain(labels.severity);
    expect(rest.for ?? '1m').toMatch(/^\d+m$/);
    const { grouping } = parsePromql(expr);
    const templated = [annotations.summary, annotations.description].join(' ').matchAll(/\$labels\.(\w+)/g);
    for (const [, label = ''] of templated) expect(grouping).toContain(label);
  });

  it('links to what to do', () => {
    const [path, anchor = ''] = annotations.runbook_url.split('#');
    expect(path).toBe(runbook);
    expect(sections.get(anchor)).toMatch(/\w/);
    expect(sections.get(anchor)).toContain(alert);
  });
});

it('the guide names no alert that there is not', () => {
  const named = new Set([...guide.matchAll(/`(JwtGuard[A-Z]\w+)`/g)].map(([, name]) => name));
  expect([...named].sort()).toEqual(rules.map(({ alert }) => alert).sort());
});
