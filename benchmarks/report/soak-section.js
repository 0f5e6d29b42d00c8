import { table } from './markdown.js';

const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(1);
const rowsTold = 10;

/** What the last soak has shown; it runs by itself, so that its date and its commit may be others. */
export function soakSection(soak) {
  if (soak === undefined) return '## Soak\n\n`npm run soak -- --minutes 10` has not been run yet.';
  const { machine, minutes, warmUpSeconds, baseline, atEnd, samples, faults } = soak;
  const every = Math.ceil(samples.length / rowsTold);
  const told = samples.filter((_sample, index) => index % every === every - 1);
  return [
    '## Soak',
    `\`npm run soak -- --minutes ${minutes}\`, on ${machine.date}, commit ${machine.commit}, Node ${machine.node}: an Express server with the cache of verified tokens,
revocations in memory, a remote key set that rotates every 75 s, and all events listened to. 200 good requests a second, of which half are
new tokens, and 600 hostile ones, no two alike: made-up kids, bad signatures, expired tokens, foreign issuers, garbage, oversized and
deeply nested ones, two credentials at once. Every 10 s twenty tokens are revoked, and sent again. It ends with 1 unless all of this
holds: the heap within 10 MB of what it was after ${warmUpSeconds} s, no handle more than before the load, every answer as it must be, the good ones
all 200, no more key fetches than K3 and K6 allow.`,
    table(['', 'this run'], factsOf(soak)),
    `After a forced collection, at some of the ${samples.length} samples:`,
    table(
      ['s', 'heap, MiB', 'RSS, MiB', 'loop delay p99, max, ms', 'handles', 'revoked', 'verified', 'rejected', 'keys'],
      told.map((one) => [
        one.seconds.toFixed(0),
        mebibytes(one.heapUsed),
        mebibytes(one.rss),
        `${one.delayMs.p99.toFixed(1)}, ${one.delayMs.max.toFixed(1)}`,
        Object.values(one.resources).reduce((sum, count) => sum + count, 0),
        ...[one.revoked, one.events.verified, one.events.rejected, one.keys.map(({ state }) => state).join(', ')],
      ]),
    ),
    `Handles are mostly connections of the load, 256 at most. The heap after the warm-up: ${mebibytes(baseline.heapUsed)} MiB; at the end: ${mebibytes(atEnd.heapUsed)} MiB. ${
      faults.length === 0 ? 'All held.' : `What did not hold: ${faults.join('; ')}.`
    }`,
  ].join('\n\n');
}

/** By how many bytes the heap has grown since the warm-up. */
export function heapGrowthBytes({ baseline, atEnd }) {
  return atEnd.heapUsed - baseline.heapUsed;
}

function factsOf({ requests, good, goodAnswered, unexpected, rotations, fetches, fetchesAllowed, ...soak }) {
  const handles = (resources) =>
    Object.entries(resources)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ');
  return [
    ['requests', requests.toLocaleString('en')],
    ['good ones, answered by 200', `${good.toLocaleString('en')}, ${goodAnswered.toLocaleString('en')}`],
    ['answers that were not as expected', unexpected.length],
    ['key rotations, key fetches, allowed', `${rotations}, ${fetches}, ${fetchesAllowed}`],
    ['heap at the end - after the warm-up', `${mebibytes(heapGrowthBytes(soak))} MiB`],
    ['handles at the start; at the end', `${handles(soak.resourcesAtStart)}; ${handles(soak.atEnd.resources)}`],
  ];
}
