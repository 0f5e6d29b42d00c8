import { measureClockJumps } from './clock-jumps.js';
import { measureKeyFetching } from './measure-key-fetching.js';
import { fleetSize, playOutageHour } from './outage-hour.js';
import { runScenarios } from './run-scenarios.js';
import type { ScenarioResult } from './scenario.js';
import { table } from './table.js';
import type { KeySourceKind } from './watched-verifier.js';

/** Plays everything, and prints what came of it as Markdown. */
export async function printReport(): Promise<void> {
  const results = await runScenarios();
  print('Faults of the key set, with `jwksUri`', faultTable(results, 'jwksUri'));
  print('Faults of the metadata and the key set, with discovery', faultTable(results, 'discovery'));
  print('Jumps of the clock', await clockTable());
  print('Fetches', await fetchTable());
  print(`An hour without the identity provider, for ${fleetSize} verifiers`, await outageTable());
}

function print(title: string, text: string): void {
  process.stdout.write(`### ${title}\n\n${text}\n\n`);
}

function faultTable(results: readonly ScenarioResult[], keysBy: KeySourceKind): string {
  const played = results.filter((result) => result.keysBy === keysBy);
  const warm = played.filter(({ start }) => start === 'warm');
  return table(
    [
      'fault',
      'keys at hand: answers',
      'fetches',
      'longest wait',
      '503 after',
      'no keys: answers',
      'fetches',
      '503 after',
    ],
    warm.map((result) => {
      const cold = played.find(({ fault, start }) => fault === result.fault && start === 'cold');
      return [
        result.fault,
        result.answers,
        String(result.fetches),
        milliseconds(result.longestWaitMs),
        milliseconds(result.longest503Ms),
        `${cold?.answers ?? ''}${retryAfter(cold)}`,
        String(cold?.fetches),
        milliseconds(cold?.longest503Ms ?? 0),
      ];
    }),
  );
}

function retryAfter(result: ScenarioResult | undefined): string {
  return result?.retryAfterSeconds === undefined ? '' : `, Retry-After ${result.retryAfterSeconds}`;
}

async function clockTable(): Promise<string> {
  const rows = await measureClockJumps();
  return table(
    ['the clock is set', 'the endpoint', 'answers, a minute apart', 'fetches', 'longest wait'],
    rows.map(({ jump, endpoint, answers, fetches, longestWaitMs }) => [
      jump,
      endpoint,
      answers,
      String(fetches),
      milliseconds(longestWaitMs),
    ]),
  );
}

async function fetchTable(): Promise<string> {
  const rows = await measureKeyFetching();
  return table(
    ['situation', 'fetches', 'answers'],
    rows.map(({ situation, fetches, answers }) => [situation, String(fetches), answers]),
  );
}

async function outageTable(): Promise<string> {
  const hour = await playOutageHour();
  const rows: Record<string, string | number> = {
    requests: hour.requests,
    'failed requests': hour.failed,
    'fetches in the hour': hour.fetchesInOutage,
    'fetches in the two minutes after it': hour.fetchesASecond.reduce((total, number) => total + number, 0),
    'most of them in one second': Math.max(...hour.fetchesASecond),
    'verifiers with fresh keys by then': hour.fresh,
    'fetches in each minute after that': hour.fetchesAMinute.join(' '),
  };
  return table(
    ['measured', 'number'],
    Object.entries(rows).map(([name, value]) => [name, String(value)]),
  );
}

function milliseconds(ms: number): string {
  return ms === 0 ? '–' : `${Math.ceil(ms)} ms`;
}
