import { algorithmNames } from '../fixture/tokens.js';
import { micros, table, thousands, times } from './markdown.js';
import { groupOf, limitOf, ratio } from './ratios.js';

const ours = 'JWT Guard';

/** The tables of the micro suite. */
export function microSection({ rounds, roundMs, groups }) {
  return [
    '## Calls of the verifier',
    `In one process, ${rounds} rounds of ${roundMs.toFixed(0)} ms for each cell after one that warms up.`,
    ...[1, 64].map((inFlight) => coldSection(groups, inFlight)),
    '### The same token again',
    'With the cache of verified tokens that two of the contestants have, 20,000 entries each. One call at a time.',
    sameTokenTable(groups),
    '### Keys in the set',
    'Cold, 64 in flight, among those that read key sets. The key of the tokens stands last. Thousand calls a second.',
    variantTable(groups, { topic: 'key set', algorithms: ['RS256', 'ES256'], variant: 'keys', values: [1, 100] }),
    '### Size of the claims',
    'Cold, 64 in flight. Bytes of the payload before base64url. Thousand calls a second.',
    variantTable(groups, {
      ...{ topic: 'claims', algorithms: ['HS256', 'ES256'], variant: 'payloadBytes', values: [300, 1_024, 4_096] },
    }),
  ].join('\n\n');
}

function coldSection(groups, inFlight) {
  const byAlgorithm = algorithmNames.map(
    (algorithm) => groupOf(groups, { topic: 'cold', algorithm, inFlight }).results,
  );
  const names = [...new Set(byAlgorithm.flatMap(Object.keys))];
  const rowsOf = (cell, among = names) => among.map((name) => [name, ...byAlgorithm.map((one) => cell(one, name))]);
  const others = names.filter((name) => name !== ours && !name.startsWith('bare'));
  const ratios = [
    ['the better bare one', ...byAlgorithm.map((one) => times(ratio(one[ours], limitOf(one))))],
    ...rowsOf((one, name) => times(ratio(one[ours], one[name])), others),
  ];
  return [
    `### Cold, ${inFlight === 1 ? 'one at a time' : `${inFlight} in flight`}`,
    '500 different tokens in turn, 0.3 KiB of claims. Thousand calls a second:',
    table(
      ['', ...algorithmNames],
      rowsOf((one, name) => thousands(one[name])),
    ),
    `${ours} divided by each, medians over the rounds:`,
    table(['', ...algorithmNames], ratios),
    'Microseconds of processor time for a call, the thread pool included:',
    table(
      ['', ...algorithmNames],
      rowsOf((one, name) => micros(one[name])),
    ),
    `![Cold, ${inFlight} in flight](benchmarks/cold-${inFlight}.svg)`,
  ].join('\n\n');
}

function sameTokenTable(groups) {
  const rows = algorithmNames.map((algorithm) => {
    const { results } = groupOf(groups, { topic: 'same token', algorithm });
    const [own, peer] = ['JWT Guard, cache', 'fast-jwt, cache'].map((name) => results[name]);
    return [algorithm, thousands(own), thousands(peer), times(ratio(own, peer))];
  });
  return table(['', 'JWT Guard, cache', 'fast-jwt, cache', 'ratio'], rows);
}

function variantTable(groups, { topic, algorithms, variant, values }) {
  const columns = algorithms.flatMap((algorithm) => values.map((value) => ({ algorithm, [variant]: value })));
  const results = columns.map((column) => groupOf(groups, { topic, ...column }).results);
  const head = columns.map(({ algorithm, [variant]: value }) => `${algorithm}, ${value.toLocaleString('en')}`);
  const names = Object.keys(results[0]);
  return table(
    ['', ...head],
    names.map((name) => [name, ...results.map((one) => thousands(one[name]))]),
  );
}
