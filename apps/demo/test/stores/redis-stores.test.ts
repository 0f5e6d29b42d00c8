import { randomBytes } from 'node:crypto';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';
import { pino } from 'pino';
import type { DemoStores } from '../../src/stores/demo-stores.js';
import { openRedisStores } from '../../src/stores/redis-stores.js';
import { ask, logIn, profileStatuses, refresh } from '../support/client.js';
import type { RunningDemo } from '../support/running-demo.js';
import { runDemo } from '../support/running-demo.js';

const logger = pino({ level: 'silent' });
const encryptionKey = randomBytes(32).toString('base64url');
const describeWithRedis = redisServerAvailable() ? describe : describe.skip;

describeWithRedis('two processes of the demo on one Redis', () => {
  let redis: RedisServer;
  let first: RunningDemo;
  let second: RunningDemo;
  const stores = (): Promise<DemoStores> => openRedisStores({ url: redis.url, encryptionKey, logger });

  beforeAll(async () => {
    redis = await startRedisServer();
    first = await runDemo(await stores());
    second = await runDemo(await stores(), first.origin);
  });
  afterAll(async () => {
    await Promise.all([first, second].map((demo) => demo.close()));
    await redis.stop();
  });

  it('take the same tokens', async () => {
    const client = await logIn(first, 'alice');
    expect(await profileStatuses(second, client)).toEqual([200, 200]);
    expect((await refresh(second, client.refreshToken)).status).toBe(200);
  });

  it('V1, L-01 · a logout on one is felt on the other', async () => {
    const client = await logIn(first, 'alice');
    expect((await ask(`${first.origin}/auth/logout`, client, 'POST')).status).toBe(204);
    expect(await profileStatuses(second, client)).toEqual([401, 401]);
    expect((await refresh(second, client.refreshToken)).status).toBe(400);
  });

  it('A5, L-11 · answer 503 while Redis is gone', async () => {
    const client = await logIn(first, 'alice');
    await redis.kill();
    expect(await profileStatuses(second, client)).toEqual([503, 503]);
    const refused = await refresh(second, client.refreshToken);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  });
});

it('the demo says so when no Redis answers', async () => {
  const opening = openRedisStores({ url: 'redis://127.0.0.1:1', encryptionKey, logger });
  await expect(opening).rejects.toMatchObject({ status: 503 });
});
