import { redisServerAvailable, startRedisCluster } from '@jwt-guard/testing/redis';
import type { RedisCluster } from '@jwt-guard/testing/redis';

const describeRedis = redisServerAvailable() ? describe : describe.skip;

describeRedis('startRedisCluster', () => {
  let cluster: RedisCluster | undefined;

  afterEach(async () => {
    await cluster?.stop();
  });

  it('serves every slot by one of three masters, each of which knows where', async () => {
    cluster = await startRedisCluster(3);
    const keys = Array.from({ length: 30 }, (_, index) => `key-${index}`);
    const answers = await Promise.all(
      keys.map((key) =>
        Promise.all(
          (cluster?.nodes ?? []).map((node) =>
            node.command(['SET', key, 'value']).catch((error: unknown) => (error as Error).message),
          ),
        ),
      ),
    );
    const ports = new Set(cluster.nodes.map(({ port }) => String(port)));
    for (const answer of answers) {
      expect(answer.filter((reply) => reply === 'OK')).toHaveLength(1);
      for (const moved of answer.filter((reply) => reply !== 'OK')) {
        expect(ports).toContain(/^MOVED \d+ 127\.0\.0\.1:(\d+)$/.exec(String(moved))?.[1]);
      }
    }
    expect(new Set(answers.map((answer) => answer.indexOf('OK'))).size).toBe(3);
  }, 60_000);
});
