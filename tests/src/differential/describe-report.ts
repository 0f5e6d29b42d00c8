import type { DifferentialReport } from './run-differential.js';

/** Writes the counts of a run as text. */
export function describeReport(report: DifferentialReport): string {
  const { seed, count, seconds, deliberate, faults } = report;
  const line = (tokens: number, label: string): string =>
    `${String(tokens).padStart(8)}  ${((100 * tokens) / count).toFixed(1).padStart(4)} %  ${label}`;
  return [
    `Differential test against jose: seed ${seed}, ${count} tokens in ${seconds.toFixed(1)} s`,
    line(report.signedAgain, 'changed, then signed again with the right key'),
    line(report.acceptedByBoth, 'accepted by both'),
    line(report.refusedByBoth, 'refused by both'),
    line(
      [...deliberate.values()].reduce((sum, tokens) => sum + tokens, 0),
      'accepted by jose, refused by us on purpose:',
    ),
    ...[...deliberate].map(([name, tokens]) => line(tokens, `  ${name}`)),
    line(faults.length, 'faults'),
    '',
  ].join('\n');
}
