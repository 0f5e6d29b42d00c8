import { createTestKey } from '@jwt-guard/testing';
import { faults, startFaultyIdentityProvider } from '@jwt-guard/testing/identity-provider';
import type { FaultyIdentityProvider } from '@jwt-guard/testing/identity-provider';
import { answerTo, summaryOf } from './answer.js';
import type { Answer } from './answer.js';
import { watchedVerifier } from './watched-verifier.js';
import type { WatchedVerifier } from './watched-verifier.js';

/** What a verifier does in one of the situations in which libraries were compared. */
export interface KeyFetchingRow {
  readonly situation: string;
  readonly fetches: number;
  readonly answers: string;
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/** Plays the situations one after the other, each to a verifier and a provider of its own, with `jwksUri`. */
export async function measureKeyFetching(): Promise<readonly KeyFetchingRow[]> {
  const rows: KeyFetchingRow[] = [];
  for (const [situation, play] of Object.entries(situations)) rows.push({ situation, ...(await measured(play)) });
  return rows;
}

interface Stage extends WatchedVerifier {
  readonly idp: FaultyIdentityProvider;
  readonly ask: (token?: string) => Promise<Answer>;
  readonly advance: (byMs: number) => void;
}

type Play = (stage: Stage) => Promise<readonly Answer[]>;

const situations: Readonly<Record<string, Play>> = {
  '100 good tokens': async ({ ask }) => times(100, () => ask()),
  '100 unknown kids, then a good token': async (stage) => {
    await stage.verifier.hydrate();
    return [...(await flood(stage)), await stage.ask()];
  },
  'a key published after the keys were fetched': async ({ verifier, idp, ask }) => {
    await verifier.hydrate();
    idp.rotate();
    return [await ask()];
  },
  'a key published during a flood of unknown kids, asked for each second': async (stage) => {
    await stage.verifier.hydrate();
    await flood(stage);
    const key = stage.idp.rotate();
    return times(16, async () => {
      const answer = await stage.ask(stage.idp.tokenFor({ key }));
      await stage.ask(unknown(stage.idp));
      stage.advance(secondMs);
      return answer;
    });
  },
  '100 requests in 100 seconds, cold, endpoint answers 500': async ({ idp, ask, advance }) => {
    idp.play(faults.serverError());
    return times(100, async () => {
      const answer = await ask();
      advance(secondMs);
      return answer;
    });
  },
  'endpoint down for 75 minutes, a request each minute': async ({ verifier, idp, ask, advance, settled }) => {
    await verifier.hydrate();
    idp.play(faults.connectionReset());
    return times(75, async () => {
      advance(minuteMs);
      const answer = await ask();
      await settled();
      return answer;
    });
  },
  '50 concurrent requests, cold': async ({ ask }) => Promise.all(Array.from({ length: 50 }, () => ask())),
  'a removed key, a request each minute': async ({ verifier, idp, ask, advance, settled }) => {
    await verifier.hydrate();
    const [removed] = idp.keys;
    idp.replaceKeys(createTestKey());
    return times(12, async () => {
      advance(minuteMs);
      const answer = await ask(idp.tokenFor(removed === undefined ? {} : { key: removed }));
      await settled();
      return answer;
    });
  },
};

async function measured(play: Play): Promise<Omit<KeyFetchingRow, 'situation'>> {
  let nowMs = Date.UTC(2030, 0);
  const clock = (): number => nowMs;
  const idp = await startFaultyIdentityProvider({ clock });
  const watched = watchedVerifier({ idp, keysBy: 'jwksUri', clock });
  try {
    const answers = await play({
      ...watched,
      idp,
      ask: (token = idp.tokenFor()) => answerTo(watched.verifier, token),
      advance: (byMs) => {
        nowMs += byMs;
      },
    });
    return { fetches: watched.fetches(), answers: summaryOf(answers) };
  } finally {
    watched.verifier.close();
    await idp.close();
  }
}

async function times(count: number, ask: () => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < count) answers.push(await ask());
  return answers;
}

const flood = ({ idp, ask }: Stage): Promise<readonly Answer[]> => times(100, () => ask(unknown(idp)));

let made = 0;

/** A token whose kid nobody has seen. */
function unknown(idp: FaultyIdentityProvider): string {
  made += 1;
  return idp.tokenFor({ header: { kid: `made-up-${made}` } });
}
