import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';
import { RedisRevocationStore } from '@jwt-guard/redis/revocation';
import type { RedisClient } from '@jwt-guard/redis/revocation';
import { redisServerAvailable, startRedisCluster, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisCluster, RedisServer } from '@jwt-guard/testing/redis';
import { Cluster } from 'ioredis';
import { createCluster } from 'redis';

import { untilTrue } from '../../src/lifecycle/until-true.js';

const issuer = 'https://auth.example.com';
const host = '127.0.0.1';
const onRedis = redisServerAvailable() ? describe : describe.skip;

interface Reader {
  readonly client: RedisClient;
  /** A read as the application's own, which may go to a replica. */
  readonly read: (key: string) => Promise<unknown>;
  readonly close: () => void;
}

/** Clients that read from replicas wherever a command lets them. */
const readers: readonly (readonly [string, (port: number) => Promise<Reader>])[] = [
  [
    'ioredis',
    async (port) => {
      const client = new Cluster([{ host, port }], { scaleReads: 'slave', lazyConnect: true });
      client.on('error', () => undefined);
      await client.connect();
      const close = (): void => {
        client.disconnect();
      };
      return { client, read: (key) => client.get(key), close };
    },
  ],
  [
    'node-redis',
    async (port) => {
      const client = createCluster({ rootNodes: [{ url: `redis://${host}:${port}` }], useReplicas: true });
      client.on('error', () => undefined);
      await client.connect();
      const close = (): void => {
        client.destroy();
      };
      return { client, read: (key) => client.get(key), close };
    },
  ],
];

onRedis('a replica in a cluster', () => {
  let cluster: RedisCluster;
  let replica: RedisServer;
  beforeAll(async () => {
    [cluster, replica] = await Promise.all([
      startRedisCluster(1, { settings: atOnce }),
      startRedisServer({ settings: inCluster }),
    ]);
    await follow(replica, cluster);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([cluster.stop(), replica.stop()]);
  });

  let reader: Reader | undefined;
  afterEach(() => reader?.close());

  it.each(readers)(
    'L-15 · is never asked by the stores, though %s prefers replicas',
    async (prefix, open) => {
      const { client, read } = (reader = await open(cluster.nodes[0]?.port ?? 0));
      const revocation = new RedisRevocationStore({ client, prefix });
      const sessions = new RedisRefreshTokenStore({ client, prefix });
      await replica.command(['CONFIG', 'RESETSTAT']);
      await revocation.revokeToken({ issuer, jti: 'j' });
      expect(await revocation.check({ issuer, jti: 'j', issuedAt: 1 })).toBe('revoked');
      expect(await revocation.watermark({ issuer, subject: 'alice' })).toBeUndefined();
      expect(await sessions.find('x'.repeat(22))).toBeUndefined();
      expect(await sessions.list({ issuer, subject: 'alice' })).toEqual([]);
      expect(await statsOf(replica)).not.toMatch(/cmdstat_(hm?get|get|exists|z\w*(range|scan|card)|eval\w*|time):/);

      // Some clients take turns between the nodes.
      await untilTrue(async () => {
        await read('key');
        return (await statsOf(replica)).includes('cmdstat_get');
      });
    },
    30_000,
  );
});

async function statsOf(server: RedisServer): Promise<string> {
  return String(await server.command(['INFO', 'commandstats']));
}

const atOnce = { 'repl-diskless-sync': 'yes', 'repl-diskless-sync-delay': '0' };
const inCluster = { ...atOnce, 'cluster-enabled': 'yes', 'cluster-node-timeout': '5000' };

/** Makes a server the replica of the one primary of a cluster. */
async function follow(replica: RedisServer, { nodes: [primary] }: RedisCluster): Promise<void> {
  if (primary === undefined) throw new Error('a cluster has a node');
  await replica.command(['CLUSTER', 'MEET', host, String(primary.port), primary.config['cluster-port'] ?? '']);
  const id = String(await primary.command(['CLUSTER', 'MYID']));
  await untilTrue(async () => String(await replica.command(['CLUSTER', 'NODES'])).includes(id));
  await replica.command(['CLUSTER', 'REPLICATE', id]);
  await untilTrue(async () => {
    const slots = JSON.stringify(await primary.command(['CLUSTER', 'SLOTS']));
    return slots.includes(String(replica.port)) && (await isLinked(replica));
  }, 50_000);
}

async function isLinked(replica: RedisServer): Promise<boolean> {
  return String(await replica.command(['INFO', 'replication'])).includes('master_link_status:up');
}
