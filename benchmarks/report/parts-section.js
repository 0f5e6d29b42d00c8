import { table } from './markdown.js';

/** The tables of what a guard does besides verifying. */
export function partsSection({ rounds, roundMs, groups }) {
  const tableOf = (topic) => {
    const those = groups.filter((group) => group.topic === topic);
    const names = [...new Set(those.flatMap(({ results }) => Object.keys(results)))];
    const rows = names.map((name) => [name, ...those.map(({ results }) => nanoseconds(results[name]))]);
    return table(['', ...those.map(({ what }) => what)], rows);
  };
  return [
    '## Extraction and demands alone',
    `In one process, ${rounds} rounds of ${roundMs.toFixed(0)} ms after one that warms up; nanoseconds of processor time for one of 500 in turn.`,
    `From a request with a dozen headers to its token. Ours reads \`rawHeaders\`, so that a header or a cookie that was sent twice
is noticed; the others read what Node and a parser made of them, where it is not. passport-jwt splits by a regular expression, by
hand is \`split(' ')\` without a look at the token, \`cookie\` is the parser of Express. With a cookie, ours checks besides where an
unsafe request (POST) comes from, by Fetch Metadata; the others check nothing.`,
    tableOf('extraction'),
    `A verified token against one demand of a route. The middleware of express-oauth2-jwt-bearer, and the bare comparison by hand.`,
    tableOf('demands'),
  ].join('\n\n');
}

function nanoseconds(result) {
  return result && (result.cpuMicros * 1_000).toFixed(0);
}
