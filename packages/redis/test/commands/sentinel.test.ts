import { createSentinel } from 'redis';

import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';

import { eventually } from '../support/eventually.js';
import { newSession, rotation } from '../support/sessions.js';
import { startSentinel } from '../support/start-sentinel.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;

describeRedis('a client that Sentinel tells the primary', () => {
  it('T7 · keeps sessions', async () => {
    const server = await startRedisServer();
    const sentinel = await startSentinel(server);
    const client = createSentinel({
      name: 'primary',
      sentinelRootNodes: [{ host: '127.0.0.1', port: sentinel.port }],
    });
    client.on('error', () => undefined);
    await eventually(() => client.connect());
    const store = new RedisRefreshTokenStore({ client });
    const session = await store.start(newSession());
    await expect(store.rotate(rotation(session))).resolves.toMatchObject({ outcome: 'rotated', counter: 1 });
    await expect(store.list(session)).resolves.toMatchObject([{ id: session.id }]);
    await client.destroy();
    await sentinel.stop();
    await server.stop();
  }, 20_000);
});
