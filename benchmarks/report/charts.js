import { init } from 'echarts';
import { contestants } from '../contestants/index.js';
import { algorithmNames } from '../fixture/tokens.js';
import { columnName, namesOn } from './http-section.js';
import { groupOf, httpResult, limitOf, ratio } from './ratios.js';

const ownColours = { 'JWT Guard': '#0b6e4f', 'JWT Guard, cache': '#41b883' };
const peerColours = ['#1f4e79', '#4aa3c7', '#e07b39', '#8c6bb1', '#c2a83e', '#b59a8a', '#d66ba0', '#a23b4a', '#7a7a7a'];

/** The charts, by file name, as SVG. */
export function drawCharts({ micro, http }) {
  return {
    'cold-1.svg': coldChart(micro, 1),
    'cold-64.svg': coldChart(micro, 64),
    'express.svg': httpChart(http, 'express', 'Express'),
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

function barChart({ title, axis, categories, series }) {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 960, height: 440 });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'Arial, Helvetica, sans-serif' },
    title: { text: title, left: 60, top: 4 },
    legend: { bottom: 0, itemGap: 28 },
    grid: { left: 60, right: 20, top: 70, bottom: 90 },
    xAxis: { type: 'category', data: categories },
    yAxis: { type: 'value', name: axis, nameLocation: 'end', nameTextStyle: { align: 'left' } },
    color: coloursFor(series),
    series: series.map(([name, data]) => ({ type: 'bar', name, data })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** Each contestant has its colour in all charts. */
function coloursFor(series) {
  const peers = contestants.map(({ name }) => name).filter((name) => !ownColours[name]);
  return series.map(([name]) => ownColours[name] ?? peerColours[peers.indexOf(name)]);
}
