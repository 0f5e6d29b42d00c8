import { setTimeout as pause } from 'node:timers/promises';

import { startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

const slots = [
  ['0', '5460'],
  ['5461', '10922'],
  ['10923', '16383'],
] as const;

/** A Redis Cluster of three nodes without replicas. */
export interface TestCluster {
  readonly port: number;
  readonly nodes: readonly RedisServer[];
  readonly stop: () => Promise<void>;
}

/** Starts three nodes and waits until each of them knows all slots. */
export async function startCluster(): Promise<TestCluster> {
  const settings = { 'cluster-enabled': 'yes', 'cluster-node-timeout': '2000' };
  const nodes = await Promise.all(slots.map(() => startRedisServer({ settings })));
  const [first] = nodes;
  if (first === undefined) throw new Error('no node');
  for (const [index, node] of nodes.entries()) {
    await node.command(['CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)]);
    await node.command(['CLUSTER', 'ADDSLOTSRANGE', ...(slots[index] ?? [])]);
    await first.command(['CLUSTER', 'MEET', node.host, String(node.port), node.config['cluster-port'] ?? '']);
  }
  for (const node of nodes) await untilComplete(node);
  return {
    port: first.port,
    nodes,
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

async function untilComplete(node: RedisServer): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const info = String(await node.command(['CLUSTER', 'INFO']));
    if (info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3')) return;
    await pause(50);
  }
  throw new Error('The cluster did not form.');
}
