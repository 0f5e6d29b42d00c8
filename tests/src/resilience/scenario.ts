import type { Fault, FaultyIdentityProvider } from '@jwt-guard/testing/identity-provider';
import { startFaultyIdentityProvider } from '@jwt-guard/testing/identity-provider';
import { answerTo, longestWaitMs, summaryOf } from './answer.js';
import type { Answer } from './answer.js';
import { watchedVerifier } from './watched-verifier.js';
import type { KeySourceKind, WatchedVerifier } from './watched-verifier.js';

/** `warm`: the keys are at hand when the fault begins · `cold`: it is there before the first request. */
export type Start = 'warm' | 'cold';

/** What became of the requests of one scenario. */
export interface ScenarioResult {
  readonly fault: string;
  readonly keysBy: KeySourceKind;
  readonly start: Start;
  /** Of the requests during the fault, in order. */
  readonly answers: string;
  /** What the 503s asked for, in seconds; undefined without one. */
  readonly retryAfterSeconds: number | undefined;
  /** Documents asked for during the fault. */
  readonly fetches: number;
  /** Of requests that were answered 200 or 401, in milliseconds. */
  readonly longestWaitMs: number;
  /** Of requests that were answered 503, in milliseconds. */
  readonly longest503Ms: number;
  /** Requests that were accepted while the provider was keeping an answer back: they cannot have waited for it. */
  readonly acceptedMeanwhile: number;
  /** The answer to the first request a minute after the fault has ended. */
  readonly afterwards: string;
}

/** What is played, and to whom. */
export interface Scenario {
  readonly fault: Fault;
  readonly keysBy: KeySourceKind;
  readonly start: Start;
}

const minuteMs = 60_000;

/** Plays a fault to a verifier in accelerated time, and to an end. */
export async function runScenario({ fault, keysBy, start }: Scenario): Promise<ScenarioResult> {
  let nowMs = Date.UTC(2030, 0);
  const clock = (): number => nowMs;
  const idp = await startFaultyIdentityProvider({ algorithms: ['ES256', 'RS256'], clock });
  const watched = watchedVerifier({ idp, keysBy, clock });
  const stage: Stage = {
    idp,
    watched,
    advance: (byMs) => {
      nowMs += byMs;
    },
  };
  try {
    if (start === 'warm') await watched.verifier.hydrate();
    const before = watched.fetches();
    idp.play(fault, keysBy === 'jwksUri' ? 'keys' : 'both');
    const played = start === 'warm' ? await askForMoreThanAnHour(stage) : await askAtOnce(stage);
    const fetches = watched.fetches() - before;
    const afterwards = summaryOf([await askWhenHealed(stage)]);
    return { fault: fault.name, keysBy, start, fetches, afterwards, ...summed(played) };
  } finally {
    watched.verifier.close();
    await idp.close();
  }
}

interface Stage {
  readonly idp: FaultyIdentityProvider;
  readonly watched: WatchedVerifier;
  readonly advance: (byMs: number) => void;
}

interface Played {
  readonly answers: readonly Answer[];
  readonly acceptedMeanwhile: number;
}

/**
 * A request a minute for 69 minutes, and five more after 71: the keys live for ten, and serve for an hour past that. The
 * time limit of a fetch is real, so that minutes are left out once it has been waited for.
 */
async function askForMoreThanAnHour(stage: Stage): Promise<Played> {
  const { idp, watched, advance } = stage;
  const answers: Answer[] = [];
  let acceptedMeanwhile = 0;
  for (let minute = 1; minute < 70; minute += 1) {
    advance(minuteMs);
    answers.push(await answerTo(watched.verifier, idp.tokenFor()));
    await watched.settled();
    if (idp.withheld() === 0) continue;
    const meanwhile = await askTenTimes(stage);
    acceptedMeanwhile += meanwhile.filter(({ status }) => status === 200).length;
    answers.push(...meanwhile);
    if (minute === 69) break;
    await watched.ended();
    advance((68 - minute) * minuteMs);
    minute = 68;
  }
  advance(2 * minuteMs);
  for (let late = 0; late < 5; late += 1) answers.push(await answerTo(watched.verifier, idp.tokenFor()));
  return { answers, acceptedMeanwhile };
}

async function askTenTimes({ idp, watched }: Stage): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < 10 && idp.withheld() > 0) answers.push(await answerTo(watched.verifier, idp.tokenFor()));
  return answers;
}

/** Fifty requests together, then fifty one by one. */
async function askAtOnce({ idp, watched }: Stage): Promise<Played> {
  const ask = (): Promise<Answer> => answerTo(watched.verifier, idp.tokenFor());
  const answers = await Promise.all(Array.from({ length: 50 }, ask));
  for (let next = 0; next < 50; next += 1) answers.push(await ask());
  return { answers, acceptedMeanwhile: 0 };
}

async function askWhenHealed({ idp, watched, advance }: Stage): Promise<Answer> {
  await watched.ended();
  idp.heal();
  advance(minuteMs);
  const answer = await answerTo(watched.verifier, idp.tokenFor());
  await watched.settled();
  return answer;
}

function summed({ answers, acceptedMeanwhile }: Played) {
  const refused = answers.filter(({ status }) => status === 503);
  return {
    answers: summaryOf(answers),
    retryAfterSeconds: refused[0]?.retryAfterSeconds,
    longestWaitMs: longestWaitMs(answers.filter(({ status }) => status !== 503)),
    longest503Ms: longestWaitMs(refused),
    acceptedMeanwhile,
  };
}
