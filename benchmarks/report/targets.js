import { algorithmNames } from '../fixture/tokens.js';
import { linearity } from './growth-section.js';
import { fetchesAllowed } from './hostile-section.js';
import { table, times } from './markdown.js';
import { groupOf, httpResult, limitOf, ratio } from './ratios.js';
import { worstStep } from './rejected-section.js';
import { heapGrowthBytes } from './soak-section.js';

const ours = 'JWT Guard';
const cachedOurs = 'JWT Guard, cache';

/** What we set out to reach, and what this run reached. */
export function targetsSection({ micro, rejected, growth, http, hostile }, soak) {
  const all = [
    ...microTargets(micro),
    ...rejectedTargets(rejected),
    ...growthTargets(growth),
    ...httpTargets(http),
    ...hostileTargets(hostile),
    ...soakTargets(soak),
  ];
  const met = all.filter(isMet).length;
  return [
    '## Targets',
    `${met} of ${all.length} are met in this run.`,
    table(
      ['', 'target', 'measured', ''],
      all.map((one) => [
        one.what,
        one.atMost === undefined ? `≥ ${one.atLeast}` : `≤ ${one.atMost}`,
        times(one.measured),
        `${isMet(one) ? 'met' : 'missed'}${one.note === undefined ? '' : `, ${one.note}`}`,
      ]),
    ),
  ].join('\n\n');
}

function isMet({ measured, atLeast, atMost }) {
  return atMost === undefined ? measured >= atLeast : measured <= atMost;
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

function rejectedTargets(rejected) {
  const { step, ratio: measured } = worstStep(rejected, ours);
  // A tenth is noise: the issuer and the time are compared after the same work.
  const slowest = Math.max(...rejected.worst.map(({ milliseconds }) => milliseconds.p99));
  return [
    { what: `refusals, a stage / the next, at worst (${step})`, measured, atMost: 1.1 },
    { what: 'the worst token of 8 KiB (D-26), p99 in ms', measured: slowest, atMost: 5 },
  ];
}

function growthTargets({ curves }) {
  const curve = (name) => curves.find((one) => one.name === name);
  const { points } = curve('keys in the set');
  const cost = (count) => points.find(({ value }) => value === count).cpuMicros;
  return [
    { what: 'RS256, one at a time, a set of 100 keys / of one', measured: cost(100) / cost(1), atMost: 1.1 },
    // Where cost grows with the square of the size, this is over 20.
    ...curves
      .filter(({ bytes }) => bytes)
      .map((one) => {
        const { first, last } = linearity(one);
        return { what: `${one.name}, cost of a byte, last step / first`, measured: last / first, atMost: 2 };
      }),
  ];
}

function hostileTargets({ pairsNeeded, groups }) {
  const group = groups.find(({ contestant }) => contestant === ours);
  const [, half, most] = group.results;
  const note = half.quietPairs < pairsNeeded ? 'disturbed' : undefined;
  return [
    { what: '50 % hostile, p99 of good requests / clean', measured: half.p99ToClean, atMost: 2, note },
    { what: '90 % hostile, part of good requests answered', measured: most.goodAnswered, atLeast: 1 },
    { what: 'hostile, key fetches of the whole run (K6)', measured: group.fetches, atMost: fetchesAllowed(group) },
  ];
}

function soakTargets(soak) {
  if (soak === undefined) return [];
  const { good, goodAnswered, minutes } = soak;
  return [
    { what: `soak of ${minutes} min, growth of the heap in MB`, measured: heapGrowthBytes(soak) / 1e6, atMost: 10 },
    { what: `soak of ${minutes} min, part of good requests answered`, measured: goodAnswered / good, atLeast: 1 },
  ];
}
