import { pollUntil } from './poll-until.js';
import type { RedisServer, RedisServerOptions } from './redis-server.js';
import { startAll } from './redis-with-replica.js';

/** A Redis Cluster of masters without replicas. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[];
  /** Stops all nodes. */
  readonly stop: () => Promise<void>;
}

const slotCount = 16_384;

/** A greeting that is lost is repeated after the timeout, so it is short at first; a busy machine needs a longer one. */
const patience = ['cluster-node-timeout', '5000'];

/**
 * Starts a Redis Cluster. Resolves when every node says that all slots are served.
 *
 * @param masters - how many; default 3, the least that Redis calls a cluster
 */
export async function startRedisCluster(masters = 3, options: RedisServerOptions = {}): Promise<RedisCluster> {
  const settings = { 'cluster-enabled': 'yes', 'cluster-node-timeout': '1000', ...options.settings };
  const nodes = await startAll(Array.from({ length: masters }, () => ({ ...options, settings })));
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
  };

  try {
    await assignSlots(nodes);
    await introduce(nodes);
    await Promise.all(nodes.map((node) => untilServing(node, masters)));
    await Promise.all(nodes.map((node) => node.command(['CONFIG', 'SET', ...patience])));
    return Object.freeze({ nodes, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assignSlots(nodes: readonly RedisServer[]): Promise<void> {
  const firstOf = (index: number): number => Math.floor((index * slotCount) / nodes.length);
  for (const [index, node] of nodes.entries()) {
    await node.command(['CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)]);
    await node.command(['CLUSTER', 'ADDSLOTSRANGE', String(firstOf(index)), String(firstOf(index + 1) - 1)]);
  }
}

/** Each to each: what one learns by gossip alone, it learns seconds later. */
async function introduce(nodes: readonly RedisServer[]): Promise<void> {
  for (const [index, node] of nodes.entries()) {
    for (const { port, config } of nodes.slice(index + 1)) {
      await node.command(['CLUSTER', 'MEET', '127.0.0.1', String(port), config['cluster-port'] ?? '']);
    }
  }
}

async function untilServing(node: RedisServer, masters: number): Promise<void> {
  const wanted = ['cluster_state:ok', `cluster_slots_ok:${slotCount}`, `cluster_size:${masters}`];
  await pollUntil('the cluster to be ready', async () => {
    const lines = String(await node.command(['CLUSTER', 'INFO'])).split('\r\n');
    return wanted.every((line) => lines.includes(line)) ? true : undefined;
  });
}
