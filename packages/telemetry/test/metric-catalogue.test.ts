import type { MetricData } from '@opentelemetry/sdk-metrics';
import { readFileSync } from 'node:fs';
import { issuerMetrics, verifierMetrics } from '../src/metric-catalogue.js';
import { everyMetric } from './support/every-metric.js';

const catalogue = [...Object.values(verifierMetrics), ...Object.values(issuerMetrics)];
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** The tables of the README: name, unit, and what else is in the row. */
const rows = new Map(
  [...readme.matchAll(/^\| `(jwt_guard\.[\w.]+)`\s*\| `([^`]+)`\s*\| (.*) \|$/gm)].map(([, name, unit, rest = '']) => [
    name,
    { unit, rest },
  ]),
);

let exported: readonly MetricData[];

beforeAll(async () => {
  exported = (await everyMetric()).scopeMetrics.flatMap(({ metrics }) => metrics);
});

it('K9 · every metric of the catalogue is exported, under its name, with its unit and a description', () => {
  const found = exported.map(({ descriptor: { name, unit, description } }) => ({ name, unit, description }));
  const byName = (one: { name: string }, other: { name: string }): number => one.name.localeCompare(other.name);

  expect(found.sort(byName)).toEqual([...catalogue].sort(byName));
});

it.each(catalogue)('$name is named as OpenTelemetry asks', ({ name, unit, description }) => {
  expect(name).toMatch(/^jwt_guard(?:\.[a-z]+(?:_[a-z]+)*)+$/);
  expect(name).not.toMatch(/total|count|seconds/);
  expect(unit).toMatch(/^(?:s|\{[a-z]+\})$/);
  expect(description).toMatch(/^[A-Z1].*\.$/);
});

it('no metric has the namespace of others as its name', () => {
  const names = catalogue.map(({ name }) => name);
  expect(names.filter((name) => names.some((other) => other.startsWith(`${name}.`)))).toEqual([]);
});

it('the README lists every metric with its unit and all of its attributes, and no other', () => {
  expect([...rows.keys()].sort()).toEqual(catalogue.map(({ name }) => name).sort());
  for (const { descriptor, dataPoints } of exported) {
    const { unit, rest } = rows.get(descriptor.name) ?? {};
    const attributes = new Set(dataPoints.flatMap((point) => Object.keys(point.attributes)));
    const listed = [...(rest ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => `jwt_guard.${name ?? ''}`);
    expect([descriptor.name, unit, listed.sort()]).toEqual([descriptor.name, descriptor.unit, [...attributes].sort()]);
  }
});
