import { isKeyless } from './keyless.js';
import type { NodeRedisClient, NodeRedisCluster, NodeRedisSentinel } from './redis-client.js';
import type { RedisCommands } from './redis-commands.js';
import { asResp2 } from './resp2.js';

/** The RESP3 type of a map: as an object, a member `__proto__` would be lost. */
const mapsAsLists = Object.freeze({ typeMapping: Object.freeze({ 37: Array }) });

/** What a Cluster's client makes for several commands to one node. */
interface Batch {
  addCommand(firstKey: string, isReadonly: boolean, command: readonly string[]): Batch;
  execAsPipeline(): Promise<readonly unknown[]>;
}

/** Sends by a node-redis client. Its `keyPrefix` does not touch what is sent as a raw command. */
export function nodeRedisCommands(client: NodeRedisClient): RedisCommands {
  return Object.freeze<RedisCommands>({
    sendCommand: async (_key, command) => asResp2(await client.sendCommand(command, mapsAsLists), command),
  });
}

/** Sends by a node-redis client that Sentinel tells the primary. */
export function nodeRedisSentinelCommands(client: NodeRedisSentinel): RedisCommands {
  return Object.freeze<RedisCommands>({
    sendCommand: async (_key, command) => asResp2(await client.sendCommand(false, [...command], mapsAsLists), command),
  });
}

/**
 * Sends by a node-redis client for a Cluster. All commands take the same way, as a batch for the node of the key: so they
 * stay in order. The client does not follow redirections in a batch; a command with a key is then sent by itself.
 */
export function nodeRedisClusterCommands(cluster: NodeRedisCluster): RedisCommands {
  return Object.freeze<RedisCommands>({
    sendCommand: async (key, command) => asResp2(await toNodeOfKey(key, command), command),
  });

  async function toNodeOfKey(key: string, command: readonly string[]): Promise<unknown> {
    const batch = (cluster.multi as () => Batch).call(cluster);
    // That EXISTS succeeds tells that this node does hold the key.
    const keyless = isKeyless(command[0] as string);
    if (keyless) batch.addCommand(key, false, ['EXISTS', key]);
    try {
      return (await batch.addCommand(key, false, command).execAsPipeline()).at(-1);
    } catch (error) {
      if (!isRedirection(error)) throw error;
      // Makes the client load the slots anew, also where the command itself must not be repeated.
      const reply = await cluster.sendCommand(key, false, keyless ? ['EXISTS', key] : [...command]);
      if (keyless) throw error;
      return reply;
    }
  }
}

function isRedirection(error: unknown): boolean {
  return /^(?:MOVED|ASK) /.test((error as Error).message);
}
