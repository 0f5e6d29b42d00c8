import { algorithmNames } from '../fixture/tokens.js';
import { table, times } from './markdown.js';
import { groupOf, httpResult, limitOf, ratio } from './ratios.js';

const ours = 'JWT Guard';
const cachedOurs = 'JWT Guard, cache';

/** What we set out to reach, and what this run reached. */
export function targetsSection({ micro, http, hostile }) {
  const rows = [...microTargets(micro), ...httpTargets(http), ...hostileTargets(hostile)].map(
    ({ what, measured, atLeast, atMost }) => [
      what,
      atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`,
      times(measured),
      (atMost === undefined ? measured >= atLeast : measured <= atMost) ? 'met' : 'missed',
    ],
  );
  return ['## Targets', table(['', 'target', 'measured', ''], rows)].join('\n\n');
}

function microTargets({ groups }) {
  return [
    ...algorithmNames.flatMap((algorithm) => coldTargets(groups, algorithm)),
    ...algorithmNames.map((algorithm) => {
      const { results } = groupOf(groups, { topic: 'same token', algorithm });
      return {
        ...{ what: `same ${algorithm} token, both with their cache / fast-jwt`, atLeast: 2 },
        measured: ratio(results[cachedOurs], results['fast-jwt, cache']),
      };
    }),
    ...['RS256', 'ES256'].map((algorithm) => {
      const [one, hundred] = [1, 100].map(
        (keys) => groupOf(groups, { topic: 'key set', algorithm, keys }).results[ours],
      );
      return {
        what: `${algorithm}, CPU for a set of 100 keys / of one`,
        measured: hundred.cpuMicros / one.cpuMicros,
        atMost: 1.1,
      };
    }),
  ];
}

function coldTargets(groups, algorithm) {
  const [single, parallel] = [1, 64].map((inFlight) => groupOf(groups, { topic: 'cold', algorithm, inFlight }).results);
  const rsa = algorithm === 'RS256' || algorithm === 'PS256';
  const target = (results, what, other, atLeast) => ({ what, measured: ratio(results[ours], other), atLeast });
  const inFlight64 = (other, result, atLeast) =>
    target(parallel, `${algorithm}, cold, 64 in flight / ${other}`, result, atLeast);
  const oneByOne = (other, atLeast) =>
    target(single, `${algorithm}, cold, one at a time / ${other}`, single[other], atLeast);
  if (algorithm === 'HS256')
    return [inFlight64('fast-jwt', parallel['fast-jwt'], 1.1), oneByOne('jose', 1.2), oneByOne('fast-jwt', 1)];
  return [
    inFlight64('the better bare one', limitOf(parallel), rsa ? 0.75 : 0.85),
    inFlight64('jose', parallel.jose, rsa ? 1.5 : 0.95),
    oneByOne('jose', 1.2),
    ...(rsa ? [oneByOne('fast-jwt', 1)] : []),
  ];
}

function httpTargets({ groups }) {
  const cases = [
    [1, 'express', cachedOurs, 'no guard', { ES256: 0.95, RS256: 0.95 }],
    [1, 'express', cachedOurs, 'express-oauth2-jwt-bearer', { ES256: 1.7, RS256: 1.7 }],
    [1, 'express', cachedOurs, 'passport-jwt + jwks-rsa', { ES256: 4, RS256: 4 }],
    [10_000, 'express', ours, 'no guard', { ES256: 0.7, RS256: 0.85 }],
    [10_000, 'express', ours, 'express-oauth2-jwt-bearer', { ES256: 1.2, RS256: 1.5 }],
    [10_000, 'express', ours, 'passport-jwt + jwks-rsa', { ES256: 4, RS256: 4 }],
    [1, 'nest', cachedOurs, 'no guard', { ES256: 0.9, RS256: 0.9 }],
    [1, 'nest', cachedOurs, 'passport-jwt + jwks-rsa', { ES256: 3, RS256: 3 }],
  ];
  return cases.flatMap(([tokenCount, framework, one, other, atLeast]) =>
    Object.keys(atLeast).map((algorithm) => {
      const group = groupOf(groups, { algorithm, tokenCount });
      const [own, peer] = [one, other].map((name) => httpResult(group, framework, name));
      const tokens = tokenCount === 1 ? `one ${algorithm} token, cache` : `10,000 ${algorithm} tokens`;
      return { what: `${framework}, ${tokens} / ${other}`, measured: ratio(own, peer), atLeast: atLeast[algorithm] };
    }),
  );
}

function hostileTargets({ groups }) {
  const [clean, half, most] = groups.find(({ contestant }) => contestant === ours).results;
  return [
    { what: '50 % hostile, p99 of good requests / clean', measured: half.p99Ms / clean.p99Ms, atMost: 2 },
    { what: '90 % hostile, part of good requests answered', measured: most.goodAnswered, atLeast: 1 },
  ];
}
