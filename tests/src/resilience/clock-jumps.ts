import { faults, startFaultyIdentityProvider } from '@jwt-guard/testing/identity-provider';
import { answerTo, longestWaitMs, summaryOf } from './answer.js';
import { watchedVerifier } from './watched-verifier.js';

/** What became of requests around a jump of the verifier's clock. */
export interface ClockJumpRow {
  readonly jump: string;
  readonly endpoint: 'serves' | 'fails';
  /** Of ten requests a minute apart, after the jump. */
  readonly answers: string;
  readonly fetches: number;
  readonly longestWaitMs: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Sets the clock a day ahead, and a day back, with an endpoint that serves and one that fails. */
export async function measureClockJumps(): Promise<readonly ClockJumpRow[]> {
  const rows: ClockJumpRow[] = [];
  for (const endpoint of ['serves', 'fails'] as const)
    for (const [jump, byMs] of [
      ['a day ahead', dayMs],
      ['a day back', -dayMs],
    ] as const)
      rows.push({ jump, endpoint, ...(await jumpBy(byMs, endpoint)) });
  return rows;
}

async function jumpBy(byMs: number, endpoint: ClockJumpRow['endpoint']) {
  let nowMs = Date.UTC(2030, 0);
  const clock = (): number => nowMs;
  const idp = await startFaultyIdentityProvider({ clock });
  const { verifier, fetches, settled } = watchedVerifier({ idp, keysBy: 'jwksUri', clock });
  try {
    await verifier.hydrate();
    if (endpoint === 'fails') idp.play(faults.serverError());
    nowMs += byMs;
    const answers = [];
    for (let request = 0; request < 10; request += 1) {
      answers.push(await answerTo(verifier, idp.tokenFor()));
      await settled();
      nowMs += minuteMs;
    }
    return { answers: summaryOf(answers), fetches: fetches() - 1, longestWaitMs: longestWaitMs(answers) };
  } finally {
    verifier.close();
    await idp.close();
  }
}
