import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { createIssuerSecrets } from '../../src/lifecycle/issuer-secrets.js';
import { createLoadRecord } from '../../src/lifecycle/load-record.js';
import { createLoadUser } from '../../src/lifecycle/load-user.js';
import type { LoadUser } from '../../src/lifecycle/load-user.js';
import { printNumbers } from '../../src/lifecycle/print-numbers.js';
import { startServiceWorker } from '../../src/lifecycle/service-worker.js';
import type { ServiceWorker } from '../../src/lifecycle/service-worker.js';
import { untilTrue } from '../../src/lifecycle/until-true.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
/** `LOAD_SECONDS=60 npm test -- redis-killed` runs for longer. */
const loadMs = Number(process.env['LOAD_SECONDS'] ?? 10) * 1_000;
const upMs = 1_200;
/** Around the time limit of the stores' commands, so that clients hold back what nobody waits for any more. */
const shortestDownMs = 200;
const longestDownMs = 2_000;
const users = 24;
const lagBudgetSeconds = 2;

/** One story, told in this order. */
describeRedis('a Redis that is killed under load', () => {
  const record = createLoadRecord();
  let redis: RedisServer;
  let workers: readonly ServiceWorker[];
  let everybody: readonly LoadUser[];
  let kills = 0;

  beforeAll(async () => {
    redis = await startRedisServer({ appendOnly: true });
    const shared = { ...createIssuerSecrets(), port: redis.port, lagBudget: lagBudgetSeconds };
    const kinds = ['ioredis', 'redis', 'ioredis'] as const;
    workers = await Promise.all(kinds.map((kind) => startServiceWorker({ ...shared, kind })));
    everybody = Array.from({ length: users }, (_, index) =>
      createLoadUser({ subject: `user-${index}`, workers, record, replicaLagMs: (lagBudgetSeconds + 1) * 1_000 }),
    );
    const untilMs = performance.now() + loadMs;
    await Promise.all([killAgainAndAgain(untilMs), ...everybody.map((user) => keepBusy(user, untilMs))]);
  }, loadMs + 60_000);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await redis.stop();
  });

  it('A5, T12, T14, L-26, L-27 · accepts no revoked token, and refuses no good one', () => {
    printNumbers('Redis killed under load', { seconds: loadMs / 1_000, kills, ...record.counts });
    expect(record.violations).toEqual([]);
    expect(kills).toBeGreaterThan(1);
    for (const count of Object.values(record.counts)) expect(count).toBeGreaterThan(0);
  });

  it('A5 · is back for everybody when it runs again, and has forgotten nothing', async () => {
    await Promise.all(everybody.map((user) => untilTrue(() => user.settle())));
    expect(record.violations).toEqual([]);
  }, 60_000);

  async function killAgainAndAgain(untilMs: number): Promise<void> {
    while (performance.now() < untilMs) {
      await delay(upMs);
      await redis.kill();
      kills += 1;
      await delay(randomInt(shortestDownMs, longestDownMs));
      await redis.restart();
    }
  }
});

async function keepBusy(user: LoadUser, untilMs: number): Promise<void> {
  while (performance.now() < untilMs) await user.turn();
}
