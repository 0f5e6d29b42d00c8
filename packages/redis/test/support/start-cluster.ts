import { startRedisCluster } from '@jwt-guard/testing/redis';
import type { RedisCluster } from '@jwt-guard/testing/redis';

/** A Redis Cluster of three nodes without replicas. */
export interface TestCluster extends RedisCluster {
  /** Of one of its nodes. */
  readonly port: number;
}

/** Starts three nodes and waits until each of them knows all slots. */
export async function startCluster(): Promise<TestCluster> {
  const cluster = await startRedisCluster();
  return { ...cluster, port: cluster.nodes[0]?.port ?? 0 };
}
