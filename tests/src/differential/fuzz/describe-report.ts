import type { DifferentialReport, Finding } from '../run-differential.js';
import type { Counts, PeerTally, Tally } from '../tally.js';

/** Writes what came of a run as text: the counts, then the findings, each with the words that make it again. */
export function describeReport(
  { tally, findings }: DifferentialReport,
  { seed, seconds }: { seed: number; seconds: number },
): string {
  return [
    `Differential run: seed ${seed}, ${tally.tokens} tokens in ${seconds.toFixed(0)} s`,
    ...totals(tally),
    ...section('refused by us as', tally.reasons),
    ...section('changes, in how many tokens', tally.mutations),
    ...[...tally.peers].flatMap(([name, peer]) => peerSections(name, peer)),
    findings.length === 0 ? 'Nothing found.' : `${findings.length} finding${findings.length === 1 ? '' : 's'}:`,
    ...findings.map((finding) => describeFinding(finding, seed)),
    '',
  ].join('\n');
}

function totals({ tokens, signedAgain, accepted }: Tally): readonly string[] {
  return [
    line('changed, then signed again with the right key', signedAgain),
    line('accepted by us', accepted),
    line('refused by us', tokens - accepted),
  ];
}

function peerSections(name: string, { outcomes, falseRefusals, falseAcceptances }: PeerTally): readonly string[] {
  return [
    ...section(name, outcomes),
    ...section(`what ${name} alone refuses`, falseRefusals),
    ...section(`what ${name} alone accepts`, falseAcceptances),
  ];
}

function section(title: string, counts: Counts): readonly string[] {
  if (counts.size === 0) return [`${title}: none`];
  const falling = [...counts].toSorted(([, one], [, other]) => other - one);
  return [`${title}:`, ...falling.map(([name, number]) => line(name, number))];
}

function line(name: string, number: number): string {
  return `${String(number).padStart(9)}  ${name}`;
}

function describeFinding({ text, index, mutations, smallest }: Finding, seed: number): string {
  return [
    text,
    `  again: npm run fuzz -- --seed ${seed} --only ${index}`,
    `  drawn with: ${mutations.join(', ') || 'no change'}`,
    `  smallest: ${smallest.mutations.join(', ') || 'no change'}`,
    `  token: ${smallest.token}`,
    `  key: ${smallest.lane}, ${smallest.key}`,
  ].join('\n');
}
