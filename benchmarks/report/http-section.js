import { micros, table, times } from './markdown.js';
import { httpResult, ratio } from './ratios.js';

const frameworks = { express: 'Express', nest: 'Nest, on Express', hono: 'Hono' };

/** The tables of the HTTP suite. */
export function httpSection({ rounds, roundMs, connections, groups }) {
  return [
    '## Requests over HTTP',
    `One route that answers \`{"ok":true}\`, on the loopback. Each server has a process of its own, one is asked at a time, and
the load comes from another process: autocannon, ${connections} connections, as fast as the server answers, ${rounds} rounds of
${roundMs.toFixed(0)} ms for each cell after one that warms up. Each connection sends its own part of the 10,000 tokens in turn.
The bare guards, on Express, take the token and parse its claims, and then do one thing alone: the one-shot of node:crypto, or, for one
token, a look into a Map. They accept what they must not. No guard that always takes the same way can be faster; one that chooses between them can.`,
    ...Object.entries(frameworks).flatMap(([framework, title]) => [
      `### ${title}`,
      'Requests a second, and microseconds of processor time of the server for a request:',
      table(head(groups), rowsOf(groups, framework, rate)),
      'Guarded divided by unguarded, medians over the rounds:',
      table(
        head(groups),
        rowsOf(groups, framework, (group, one) => times(ratio(one, httpResult(group, framework, 'no guard')))).slice(1),
      ),
      ...(framework === 'hono' ? [] : oursBeside(groups, framework)),
    ]),
  ].join('\n\n');
}

function oursBeside(groups, framework) {
  const best = ({ tokenCount }) => (tokenCount === 1 ? 'JWT Guard, cache' : 'JWT Guard');
  const rows = rowsOf(groups, framework, (group, one) =>
    times(ratio(httpResult(group, framework, best(group)), one)),
  ).filter(([name]) => name !== 'no guard' && !name.startsWith('JWT Guard'));
  return [
    'JWT Guard (with its cache for the one token, without it for the many) divided by each:',
    table(head(groups), rows),
    `![Requests a second on ${frameworks[framework]}](benchmarks/${framework}.svg)`,
  ];
}

function head(groups) {
  return ['', ...groups.map(columnName)];
}

/** What a column or a part of a chart is called. */
export function columnName({ algorithm, tokenCount }) {
  return `${algorithm}, ${tokenCount === 1 ? 'one token' : `${tokenCount.toLocaleString('en')} tokens`}`;
}

/** The contestants on a framework, in their order. */
export function namesOn(groups, framework) {
  const all = groups.flatMap(({ results }) => results).filter((one) => one.framework === framework);
  return [...new Set(all.map(({ contestant }) => contestant))];
}

function rowsOf(groups, framework, cell) {
  return namesOn(groups, framework).map((name) => [
    name,
    ...groups.map((group) => {
      const one = httpResult(group, framework, name);
      return one && cell(group, one);
    }),
  ]);
}

function rate(_group, one) {
  return `${Math.round(one.perSecond).toLocaleString('en')} · ${micros(one)}`;
}
