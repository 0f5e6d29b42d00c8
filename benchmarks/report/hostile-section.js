import { table } from './markdown.js';

const mebibyte = 2 ** 20;
/** From here on the event loop had no time left. */
const filled = 0.97;

/** The tables of the hostile suite, and what they say. */
export function hostileSection({ algorithm, windows, windowSeconds, othersAllowed, pairsNeeded, groups }) {
  return [
    '## Hostile requests among the good ones',
    `Express, different ${algorithm} tokens. Good requests come at a fixed rate, 20 % of what that server answers when nothing else is asked;
hostile ones are added until they are 0, 50 or 90 % of all, so that at 90 % twice the capacity is asked. Neither waits for an answer (an open loop). The hostile
ones, in turn: an unknown kid, a bad signature, an expired token, a foreign issuer, garbage, and an oversized token with a bad
signature. The server, the good requests, the hostile ones, and the keys have a process each. A library that answers more has been asked more.`,
    `Windows of ${windowSeconds.toFixed(1)} s, ${windows[0]} of each of the first two in turn, ${windows[0.9]} with 90 %; all was played once before what counts. Times are
those of the good requests, from when each was due. A row has the medians of its windows; the ratio to the clean run is the median
of the ratios of windows side by side. Where others kept more than ${othersAllowed} processors busy the pair is left out, unless fewer than ${pairsNeeded} would stay:
then the row says "disturbed", and its times tell of the machine.`,
    table(
      [
        ...['', 'a second, good + hostile', 'good ones answered', 'median ms', 'p99 ms', 'p99 / clean p99'],
        ...['sent late, p99 ms', 'undisturbed'],
      ],
      rowsOf(groups, (one) => [
        `${Math.round(one.goodPerSecond)} + ${Math.round(one.hostilePerSecond)}`,
        `${(100 * one.goodAnswered).toFixed(1)} %`,
        one.medianMs.toFixed(1),
        one.p99Ms.toFixed(1),
        one.p99ToClean.toFixed(2),
        one.lateP99Ms.toFixed(1),
        one.quietPairs < pairsNeeded ? 'disturbed' : `${one.quietPairs} of ${windows[0]}`,
      ]),
    ),
    `What the server told of itself in the same windows: by how much its event loop was late, its longest garbage collection, what part of the time it was busy, the processors
that all its threads kept busy, and how often the key server was asked.`,
    table(
      ['', 'delay p50 ms', 'p99', 'max', 'longest GC ms', 'loop busy', 'processors', 'key fetches'],
      rowsOf(groups, (one) => [
        ...[one.delayP50Ms, one.delayP99Ms, one.delayMaxMs, one.longestGcMs].map((milliseconds) =>
          milliseconds.toFixed(1),
        ),
        `${(100 * one.utilization).toFixed(0)} %`,
        one.processors.toFixed(2),
        one.fetches,
      ]),
    ),
    `Over the whole run, warm-up included. K6 allows the first fetch, two for unknown kids, and one more every 15 seconds. The heap is what a forced collection
leaves, before the first window and after the last. "Hostile alone" is how busy the hostile requests at 90 % would keep the loop by themselves, by
what those at 50 % added.`,
    table(
      ['', 'seconds', 'key fetches', 'allowed', 'heap before, MiB', 'after', 'hostile alone'],
      groups.map((group) => [
        group.contestant,
        group.seconds.toFixed(0),
        group.fetches,
        fetchesAllowed(group),
        (group.heapBefore / mebibyte).toFixed(1),
        (group.heapAfter / mebibyte).toFixed(1),
        aloneText(hostileAlone(group)),
      ]),
    ),
    explanation,
  ].join('\n\n');
}

/** What K6 lets one issuer be asked in the time of a group's run: the cold start, two at once, one more every 15 seconds. */
export function fetchesAllowed({ seconds }) {
  return 1 + 2 + Math.floor(seconds / 15);
}

function rowsOf(groups, cells) {
  return groups.flatMap(({ contestant, results }) =>
    results.map((one) => [`${contestant}, ${100 * one.hostileShare} % hostile`, ...cells(one)]),
  );
}

/** Busy by what half hostile requests added, times how many more there are at 90 %. */
function hostileAlone({ results: [clean, half, most] }) {
  return ((half.utilization - clean.utilization) / half.hostilePerSecond) * most.hostilePerSecond;
}

function aloneText(busy) {
  return `${(100 * busy).toFixed(0)} %${busy >= filled ? ', fills it' : ''}`;
}

const explanation = `Why the p99 at 50 % was once told as anything between 1.1 and 31 times the clean one, and what was done about it:

- **Others on the machine.** While they kept about one of two cores busy, windows of one and the same server, clean ones too, had a p99
  between 6 and 26 ms, and half hostile ones between 13 and 520; the loop was "busy" for 90 % of the time on 0.7 processors, which is
  waiting for a processor and no work. The whole machine is watched now: a pair that was disturbed is left out, or the row says so.
- **The load generator.** It looked at its clock every 5 ms, sent the good and the hostile requests from one thread, and served the keys
  from it: the clean p99 fell from 9 to 15 ms to about 6 when it no longer did. Each has a process now, looks every millisecond, and
  tells how late it was itself ("sent late").
- **What happens for the first time.** The first windows with hostile requests were the slowest, up to ten times the later ones,
  with good requests in place of the hostile ones too: code is compiled, connections are made, and the heap grows. All of that is played
  before what counts, and the windows with 90 %, which leave a backlog, come last.
- **The pool and the kind of token were looked at.** Each kind by itself, and as many good requests instead of hostile ones, gave the same
  picture; fast-jwt, which verifies in line, and jose, which does not, vary alike. What is left is a server that is asked twice as much.`;
