import { table } from './markdown.js';

/** The tables of the hostile suite. */
export function hostileSection({ algorithm, rounds, roundSeconds, groups }) {
  const rows = groups.flatMap(({ contestant, results }) =>
    results.map((one) => [
      `${contestant}, ${100 * one.hostileShare} % hostile`,
      `${Math.round(one.goodPerSecond)} + ${Math.round(one.hostilePerSecond)}`,
      `${(100 * one.goodAnswered).toFixed(1)} %`,
      one.medianMs.toFixed(1),
      one.p99Ms.toFixed(1),
      (one.p99Ms / results[0].p99Ms).toFixed(2),
      one.processors.toFixed(2),
      one.fetches,
    ]),
  );
  return `## Hostile requests among the good ones

Express, different ${algorithm} tokens, ${rounds} rounds of ${roundSeconds.toFixed(1)} s in turn; a row is the middle one by its p99. Good requests come at a
fixed rate, 20 % of what that server answers when nothing else is asked; hostile ones are added until they are 0, 50 or 90 %
of all, so that at 90 % twice the capacity is asked. Neither waits for an answer. The hostile ones, in turn: an unknown kid,
a bad signature, an expired token, a foreign issuer, garbage, and an oversized token with a bad signature.
Times are those of the good requests, from when each was due. The load comes from one other process, which shares
the cores: at 90 % it fills one of them by itself. A library that answers more has been asked more.

${table(['', 'a second, good + hostile', 'good ones answered', 'median ms', 'p99 ms', 'p99 / clean p99', 'processors of the server', 'key fetches'], rows)}`;
}
