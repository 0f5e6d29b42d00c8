import { faults, startFaultyIdentityProvider } from '@jwt-guard/testing/identity-provider';
import type { FaultyIdentityProvider } from '@jwt-guard/testing/identity-provider';
import { createRandom } from '../differential/random.js';
import { answerTo } from './answer.js';
import { watchedVerifier } from './watched-verifier.js';
import type { WatchedVerifier } from './watched-verifier.js';

/** What an hour without its identity provider did to a fleet of verifiers. */
export interface OutageHour {
  readonly requests: number;
  /** Requests that were answered anything but 200. */
  readonly failed: number;
  /** Fetches of all verifiers in the hour. */
  readonly fetchesInOutage: number;
  /** Fetches of all verifiers in each second from the recovery on, for two minutes. */
  readonly fetchesASecond: readonly number[];
  /** Fetches of all verifiers in each minute of the ten after those. */
  readonly fetchesAMinute: readonly number[];
  /** How many verifiers had fresh keys two minutes after the recovery. */
  readonly fresh: number;
}

/** How many verifiers there are in {@link playOutageHour}. */
export const fleetSize = 50;

const secondMs = 1_000;
const secondsAMinute = 60;

/**
 * Starts 50 verifiers in the same instant, the worst case, and asks each of them every ten seconds: for eight minutes, and for
 * the hour in which the provider answers 500; every second in its last minute and after it is back.
 */
export async function playOutageHour(): Promise<OutageHour> {
  const fleet = await startFleet();
  await fleet.ask({ seconds: 8 * secondsAMinute, everySeconds: 10 });
  fleet.idp.play(faults.serverError());
  const outage = [
    ...(await fleet.ask({ seconds: 59 * secondsAMinute, everySeconds: 10 })),
    ...(await fleet.ask({ seconds: secondsAMinute, everySeconds: 1 })), // Retries must not gather for the recovery.
  ];
  fleet.idp.heal();
  const fetchesASecond = await fleet.ask({ seconds: 2 * secondsAMinute, everySeconds: 1 });
  const fresh = fleet.fresh();
  const fetchesAMinute: number[] = [];
  while (fetchesAMinute.length < 10)
    fetchesAMinute.push(sum(await fleet.ask({ seconds: secondsAMinute, everySeconds: 10 })));
  await fleet.close();
  return { ...fleet.counted(), fetchesInOutage: sum(outage), fetchesASecond, fetchesAMinute, fresh };
}

interface Load {
  readonly seconds: number;
  readonly everySeconds: number;
}

interface Fleet {
  readonly idp: FaultyIdentityProvider;
  /** Asks every verifier at each step. Answers the fetches of each step. */
  readonly ask: (load: Load) => Promise<readonly number[]>;
  readonly fresh: () => number;
  readonly counted: () => Pick<OutageHour, 'requests' | 'failed'>;
  readonly close: () => Promise<void>;
}

async function startFleet(): Promise<Fleet> {
  let nowMs = Date.UTC(2030, 0);
  let [requests, failed] = [0, 0];
  const clock = (): number => nowMs;
  const idp = await startFaultyIdentityProvider({ algorithms: ['RS256'], clock });
  const members = Array.from({ length: fleetSize }, (_, index) =>
    watchedVerifier({ idp, keysBy: 'jwksUri', clock, random: randomOf(index) }),
  );
  await Promise.all(members.map(({ verifier }) => verifier.hydrate()));

  const step = async (): Promise<void> => {
    const token = idp.tokenFor();
    const answers = await Promise.all(members.map(({ verifier }) => answerTo(verifier, token)));
    await Promise.all(members.map(({ settled }) => settled()));
    requests += answers.length;
    failed += answers.filter(({ status }) => status !== 200).length;
  };

  return {
    idp,
    ask: async ({ seconds, everySeconds }) => {
      const fetches: number[] = [];
      for (let second = 0; second < seconds; second += everySeconds) {
        const before = fetchesOf(members);
        await step();
        nowMs += everySeconds * secondMs;
        fetches.push(fetchesOf(members) - before);
      }
      return fetches;
    },
    fresh: () => members.filter(({ verifier }) => verifier.health().get(idp.issuer)?.state === 'fresh').length,
    counted: () => ({ requests, failed }),
    close: async () => {
      for (const { verifier } of members) verifier.close();
      await idp.close();
    },
  };
}

/** The same jitter in each run, and another for each verifier. */
function randomOf(index: number): () => number {
  const steps = 2 ** 30;
  const random = createRandom(1, index);
  return () => random.below(steps) / steps;
}

function fetchesOf(members: readonly WatchedVerifier[]): number {
  return sum(members.map(({ fetches }) => fetches()));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
