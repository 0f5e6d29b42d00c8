import { setTimeout as pause } from 'node:timers/promises';

/** Calls that never wait keep everything else of the process waiting, the feed of a replica too: it catches up in between. */
const pauseMs = 20;

/**
 * Runs contestants in turns, so that a busy machine slows all of them; the first round only warms up.
 *
 * @param contestants - by name, functions that answer something truthy (or a promise of it) when they did their work
 * @param calls - how many calls of what is measured one call of a contestant makes: where one alone is too short for a clock
 * @returns by name, the medians: `perSecond` calls, and `cpuMicros` of this process for a call, which others on the
 *   machine hardly change; and `perRound`, the calls a second of each round
 */
export async function compete(contestants, { inFlight, rounds = 9, roundMs = 250, calls = 1 }) {
  const all = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, once] of Object.entries(contestants)) {
      all[name].push(perCall(await roundOf(once, inFlight, roundMs), calls));
      await pause(pauseMs);
    }
  return Object.fromEntries(
    Object.entries(all).map(([name, [, ...counted]]) => [
      name,
      {
        perRound: counted.map(({ perSecond }) => perSecond),
        perSecond: median(counted.map(({ perSecond }) => perSecond)),
        cpuMicros: median(counted.map(({ cpuMicros }) => cpuMicros)),
      },
    ]),
  );
}

async function roundOf(once, inFlight, roundMs) {
  const cpuBefore = process.cpuUsage();
  const [start, end] = [performance.now(), performance.now() + roundMs];
  let done = 0;
  const oneAfterAnother = async () => {
    for (; performance.now() < end; done += 1) if (!(await once())) throw new Error('a good call was refused');
  };
  await Promise.all(Array.from({ length: inFlight }, oneAfterAnother));
  const perSecond = (1_000 * done) / (performance.now() - start);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { perSecond, cpuMicros: (user + system) / done };
}

function perCall({ perSecond, cpuMicros }, calls) {
  return { perSecond: perSecond * calls, cpuMicros: cpuMicros / calls };
}

/** The middle one; of an even number, the upper of the two. */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
