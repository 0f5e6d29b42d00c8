import { runRotationSchedule } from '@jwt-guard/testing/contracts';
import type { RotationScheduleReport } from '@jwt-guard/testing/contracts';
import { redisServerAvailable } from '@jwt-guard/testing/redis';

import { startFailoverPair } from '../../src/lifecycle/failover-pair.js';
import type { FailoverPair } from '../../src/lifecycle/failover-pair.js';
import { printNumbers } from '../../src/lifecycle/print-numbers.js';
import { createRedisRotationDriver } from '../../src/lifecycle/redis-rotation-driver.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
/** `SCHEDULES=500 npm test -- rotation-model-redis` runs more of them. */
const schedules = Number(process.env['SCHEDULES'] ?? 60);
const pairsAtOnce = 10;
/** As short as a real clock and a real network allow. */
const settings = { graceMs: 250, idleLifetimeMs: 2_500, lifetimeMs: 10_000, refreshes: 6 };

describeRedis('the model of refresh rotation on a real Redis', () => {
  let pairs: readonly FailoverPair[];

  beforeAll(async () => {
    pairs = await Promise.all(Array.from({ length: pairsAtOnce }, startFailoverPair));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(pairs.map((pair) => pair.stop()));
  }, 30_000);

  it(
    'T7, T8, T9, T10, T11, T14, L-26, L-27 · finds nothing where the primary is killed and the replica takes over',
    async () => {
      const seeds = Array.from({ length: schedules }, (_, index) => index + 1);
      const reports: RotationScheduleReport[] = [];
      await Promise.all(pairs.map((pair) => runSchedules(pair, seeds, reports)));

      const outcomes: Record<string, number> = {};
      for (const { verdict } of reports.flatMap(({ history }) => history.attempts))
        outcomes[verdict?.outcome ?? 'no answer'] = (outcomes[verdict?.outcome ?? 'no answer'] ?? 0) + 1;
      const kills = reports.flatMap(({ history }) => history.failoversMs).length;
      printNumbers('the model on a real Redis', { schedules: reports.length, kills, ...outcomes });

      expect(reports).toHaveLength(schedules);
      expect(complaintsOf(reports)).toEqual([]);
      expect(kills).toBeGreaterThan(10);
      expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(['rotated', 'replayed', 'reused', 'revoked']));
    },
    schedules * 2_000 + 60_000,
  );

  /** Takes seeds from the list until it is empty. */
  async function runSchedules(pair: FailoverPair, seeds: number[], reports: RotationScheduleReport[]): Promise<void> {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      await pair.synced();
      const driver = await createRedisRotationDriver(pair, seed % 2 === 0 ? 'ioredis' : 'redis');
      try {
        reports.push(await runRotationSchedule(seed, driver, settings));
      } catch (error) {
        seeds.length = 0;
        throw error;
      } finally {
        await driver.close?.();
      }
    }
  }
});

function complaintsOf(reports: readonly RotationScheduleReport[]): string[] {
  return reports
    .filter(({ violations }) => violations.length > 0)
    .map(({ seed, violations }) => `seed ${seed}: ${violations.join(' | ')}`);
}
