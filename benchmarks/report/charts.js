import { init } from 'echarts';
import { contestants } from '../contestants/index.js';
import { algorithmNames } from '../fixture/tokens.js';
import { columnName, namesOn } from './http-section.js';
import { groupOf, httpResult, limitOf, ratio } from './ratios.js';

const ownColours = {
  'JWT Guard': '#0b6e4f',
  'JWT Guard, cache': '#41b883',
  'JWT Guard, by cookie': '#2f8f6f',
  'JWT Guard, by cookie, cache': '#9ad9bd',
  'bare look into a Map': '#d9d9d9',
  'bare, in line': '#c4c4c4',
  'bare, on the pool': '#adadad',
};
const peerColours = ['#1f4e79', '#4aa3c7', '#e07b39', '#8c6bb1', '#c2a83e', '#b59a8a', '#d66ba0', '#a23b4a', '#7a7a7a'];

/** The charts, by file name, as SVG. */
export function drawCharts({ micro, growth, http }) {
  return {
    'cold-1.svg': coldChart(micro, 1),
    'cold-64.svg': coldChart(micro, 64),
    'express.svg': httpChart(http, 'express', 'Express'),
    'growth-number.svg': numbersChart(growth),
    'growth-size.svg': sizesChart(growth),
    'nest.svg': httpChart(http, 'nest', 'Nest'),
  };
}

function coldChart({ groups }, inFlight) {
  const results = algorithmNames.map((algorithm) => groupOf(groups, { topic: 'cold', algorithm, inFlight }).results);
  const names = [...new Set(results.flatMap(Object.keys))].filter((name) => !name.startsWith('bare'));
  return barChart({
    title: `Cold tokens, ${inFlight === 1 ? 'one at a time' : `${inFlight} in flight`}`,
    axis: 'calls a second, as a part of the better bare one-shot',
    categories: algorithmNames,
    series: names.map((name) => [name, results.map((one) => ratio(one[name], limitOf(one))?.toFixed(3))]),
  });
}

function httpChart({ groups }, framework, title) {
  return barChart({
    title: `Requests a second on ${title}`,
    axis: 'requests a second, as a part of those without a guard',
    categories: groups.map(columnName),
    series: namesOn(groups, framework)
      .filter((name) => name !== 'no guard')
      .map((name) => [
        name,
        groups.map((group) =>
          ratio(httpResult(group, framework, name), httpResult(group, framework, 'no guard'))?.toFixed(3),
        ),
      ]),
  });
}

/** Against the number of things, on a logarithmic scale: each as a part of what the smallest number costs. */
function numbersChart({ curves }) {
  return lineChart({
    title: 'Cost against the number of keys, issuers, cached and revoked tokens',
    axis: 'processor time, as a part of that with the fewest',
    // A logarithm has no place for none.
    xAxis: { type: 'log', name: 'how many', min: 1 },
    series: curves
      .filter(({ bytes }) => !bytes)
      .map(({ name, points }) => [
        name,
        points.map(({ value, cpuMicros }) => [Math.max(1, value), (cpuMicros / points[0].cpuMicros).toFixed(3)]),
      ]),
  });
}

function sizesChart({ curves }) {
  return lineChart({
    title: 'Cost against the size of the claims',
    axis: 'microseconds of processor time',
    xAxis: { type: 'value', name: 'bytes' },
    series: curves
      .filter(({ bytes }) => bytes)
      .map(({ name, points }) => [name, points.map(({ value, cpuMicros }) => [value, cpuMicros.toFixed(2)])]),
  });
}

function lineChart({ title, axis, xAxis, series }) {
  return chart(title, {
    xAxis: { ...xAxis, nameLocation: 'middle', nameGap: 26 },
    yAxis: { type: 'value', min: 0, name: axis, nameLocation: 'end', nameTextStyle: { align: 'left' } },
    color: ['#0b6e4f', '#1f4e79', '#e07b39', '#8c6bb1'],
    series: series.map(([name, data]) => ({ type: 'line', name, data })),
  });
}

function barChart({ title, axis, categories, series }) {
  return chart(title, {
    xAxis: { type: 'category', data: categories },
    yAxis: { type: 'value', name: axis, nameLocation: 'end', nameTextStyle: { align: 'left' } },
    color: coloursFor(series),
    series: series.map(([name, data]) => ({ type: 'bar', name, data })),
  });
}

function chart(title, options) {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width: 960, height: 440 });
  drawn.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'Arial, Helvetica, sans-serif' },
    title: { text: title, left: 60, top: 4 },
    legend: { bottom: 0, itemGap: 28 },
    grid: { left: 60, right: 20, top: 70, bottom: 90 },
    ...options,
  });
  const svg = drawn.renderToSVGString();
  drawn.dispose();
  return svg;
}

/** Each contestant has its colour in all charts. */
function coloursFor(series) {
  const peers = contestants.map(({ name }) => name).filter((name) => !ownColours[name]);
  return series.map(([name]) => ownColours[name] ?? peerColours[peers.indexOf(name)]);
}
