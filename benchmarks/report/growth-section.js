import { micros, table, times } from './markdown.js';

const images = {
  'growth-number.svg': 'Cost against the number of keys, issuers, cached and revoked tokens',
  'growth-size.svg': 'Cost against the size of the claims',
};

/** The curves, as tables, and where they lead. */
export function growthSection({ rounds, roundMs, curves }) {
  const numbers = curves.filter(({ bytes }) => !bytes);
  const sizes = curves.filter(({ bytes }) => bytes);
  return [
    '## Growth',
    `JWT Guard alone, one call at a time; the points of a curve take turns, ${rounds} rounds of ${roundMs.toFixed(0)} ms after one that warms up.
Microseconds of processor time for a verification. Keys and issuers with RS256, each issuer with a key set of its own, tokens of all of
them in turn; a larger key set than 100 is refused (K2). Cached: all that are held come in turn, so that the memory of the machine counts too. Revoked:
tokens that were not, against a store in memory that holds so many others; the replica of a Redis holds them in the same index. Both with HS256.`,
    ...numbers.map((curve) => curveTable(curve)),
    image('growth-number.svg'),
    `Size: the bytes of the claims before base64url, HS256, with the limit of 16 KiB for a token raised. One long text, and a list of many short
ones, such as permissions. "First step" and "last step" are what a byte more costs between the first two and the last two points;
where cost is linear, they are alike.`,
    ...sizes.map((curve) => curveTable(curve)),
    table(
      ['', 'ns a byte', 'first step', 'last step', 'last / first'],
      sizes.map((curve) => {
        const { slope, first, last } = linearity(curve);
        return [curve.name, ...[slope, first, last].map((micros) => (micros * 1_000).toFixed(1)), times(last / first)];
      }),
    ),
    image('growth-size.svg'),
  ].join('\n\n');
}

/**
 * How cost grows with size, in microseconds a byte: the slope of the line that fits all points best, and the slopes of the
 * first and of the last step.
 */
export function linearity({ points }) {
  const xs = points.map(({ value }) => value);
  const ys = points.map(({ cpuMicros }) => cpuMicros);
  const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const slope =
    mean(xs.map((x, index) => (x - meanX) * (ys[index] - meanY))) / mean(xs.map((x) => (x - meanX) * (x - meanX)));
  const step = (index) => (ys[index + 1] - ys[index]) / (xs[index + 1] - xs[index]);
  return { slope, first: step(0), last: step(xs.length - 2) };
}

function curveTable({ name, points }) {
  return table([name, ...points.map(({ value }) => value.toLocaleString('en'))], [['', ...points.map(micros)]]);
}

function image(file) {
  return `![${images[file]}](benchmarks/${file})`;
}
