import { micros, table } from './markdown.js';

/** The tables of what refusing costs. */
export function rejectedSection({ rounds, roundMs, algorithm, stages, groups, worst }) {
  const rows = groups.map(({ contestant, results }) => [contestant, ...stages.map((stage) => micros(results[stage]))]);
  return [
    '## What a refusal costs',
    `Tokens with one fault each, the stages in the order in which ours looks for it: longer than 16 KiB, a character that is no
base64url, JSON without its end, a foreign issuer, expired, an unknown \`kid\`, a bad signature. ${algorithm}, one call at a time, ${rounds} rounds of
${roundMs.toFixed(0)} ms after one that warms up. Microseconds of processor time for a refusal, throwing and catching included. Where there
is no number, the fault is none to that library: it has no limit of length.`,
    table(['', ...stages], rows),
    `For how long one token of about 8 KiB that is made to be slow holds the event loop: milliseconds of processor time of 300 calls, medians of nine batches, HS256, which is
verified in line. The last kind is refused, the others are good tokens.`,
    table(
      ['', 'bytes', 'median', 'p99', 'longest'],
      worst.map(({ kind, tokenBytes, milliseconds: { median, p99, max } }) => [
        kind,
        tokenBytes.toLocaleString('en'),
        ...[median, p99, max].map((one) => one.toFixed(3)),
      ]),
    ),
  ].join('\n\n');
}

/** The stage that costs the most of what the stage after it costs: above 1, a later fault is refused for less than an earlier one. */
export function worstStep({ stages, groups }, contestant) {
  const { results } = groups.find((one) => one.contestant === contestant);
  const steps = stages.slice(1).map((stage, index) => ({
    step: `${stages[index]} / ${stage}`,
    ratio: results[stages[index]].cpuMicros / results[stage].cpuMicros,
  }));
  return steps.toSorted((a, b) => b.ratio - a.ratio)[0];
}
