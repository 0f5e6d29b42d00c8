import { measureClockJumps } from '../../src/resilience/clock-jumps.js';
import type { ClockJumpRow } from '../../src/resilience/clock-jumps.js';
import { measureKeyFetching } from '../../src/resilience/measure-key-fetching.js';
import type { KeyFetchingRow } from '../../src/resilience/measure-key-fetching.js';

let rows: readonly KeyFetchingRow[];
let jumps: readonly ClockJumpRow[];

beforeAll(async () => {
  rows = await measureKeyFetching();
  jumps = await measureClockJumps();
});

/** With the first load, which the warm ones begin with. */
it.each([
  ['K7', '100 good tokens', 1, '200 × 100'],
  ['K6, D-01', '100 unknown kids, then a good token', 3, '401 key_not_found × 100, 200 × 1'],
  ['K6, D-05', 'a key published after the keys were fetched', 2, '200 × 1'],
  [
    'K6, D-05',
    'a key published during a flood of unknown kids, asked for each second',
    4,
    '401 key_not_found × 15, 200 × 1',
  ],
  // At 0 s, 1 s, 2.5 s, 5 s … by the back-off, jittered to its middle.
  ['K5, K7, D-02', '100 requests in 100 seconds, cold, endpoint answers 500', 9, '503 × 100'],
  ['K5, D-04', 'endpoint down for 75 minutes, a request each minute', 69, '200 × 69, 503 × 6'],
  ['K7, D-21', '50 concurrent requests, cold', 1, '200 × 50'],
  ['K4', 'a removed key, a request each minute', 6, '200 × 8, 401 key_not_found × 4'],
])('%s · fetches no more than it must: %s', (_ids, situation, fetches, answers) => {
  expect(rows.find((row) => row.situation === situation)).toEqual({ situation, fetches, answers });
});

it.each([
  ['a day ahead', 'serves', '200 × 10'],
  ['a day back', 'serves', '200 × 10'],
  ['a day ahead', 'fails', '503 × 10'],
  ['a day back', 'fails', '200 × 10'],
])('K5, D-28 · survives a clock that is set %s, while the endpoint %s', (jump, endpoint, answers) => {
  expect(jumps.find((row) => row.jump === jump && row.endpoint === endpoint)).toMatchObject({ answers });
});
