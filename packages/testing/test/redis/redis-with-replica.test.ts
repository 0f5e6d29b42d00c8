import { redisServerAvailable, startRedisWithReplica } from '@jwt-guard/testing/redis';
import type { RedisServerOptions, RedisWithReplica } from '@jwt-guard/testing/redis';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
const started: RedisWithReplica[] = [];
const start = async (options?: RedisServerOptions): Promise<RedisWithReplica> => {
  const pair = await startRedisWithReplica(options);
  started.push(pair);
  return pair;
};

afterEach(async () => {
  await Promise.all(started.splice(0).map((pair) => pair.stop()));
});

describeRedis('startRedisWithReplica', () => {
  it.each([{}, { password: 'p@ss' }, { appendOnly: true }])(
    'brings writes to the replica, with %j',
    async (options) => {
      const { primary, replica, waitForSync } = await start(options);
      await primary.command(['SET', 'key', 'value']);
      await waitForSync();
      expect(await replica.command(['GET', 'key'])).toBe('value');
      await expect(replica.command(['SET', 'key', 'other'])).rejects.toThrow('READONLY');
    },
  );

  it('keeps what was in sync over a failover, and takes writes then', async () => {
    const { primary, replica, waitForSync, failover } = await start();
    await primary.command(['SET', 'key', 'value']);
    await waitForSync();
    await failover();
    await expect(primary.command(['PING'])).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await replica.command(['INCR', 'number'])).toBe(1);
    expect(await replica.command(['GET', 'key'])).toBe('value');
  });

  it('T11 · loses the writes that were on their way', async () => {
    const { primary, replica, link, waitForSync, failover } = await start();
    await primary.command(['SET', 'key', 'old']);
    await waitForSync();
    link.hang();
    await primary.command(['SET', 'key', 'new']);
    await failover();
    expect(await replica.command(['GET', 'key'])).toBe('old');
  });

  it('catches up when the link is mended', async () => {
    const { primary, replica, link, waitForSync } = await start();
    await link.refuse();
    await primary.command(['SET', 'key', 'value']);
    await link.resume();
    await waitForSync();
    expect(await replica.command(['GET', 'key'])).toBe('value');
  });
});
