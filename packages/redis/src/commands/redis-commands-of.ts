import { InvalidOptionError, isObject } from '@jwt-guard/core';

import { ioredisCommands } from './ioredis-commands.js';
import { nodeRedisClusterCommands, nodeRedisCommands, nodeRedisSentinelCommands } from './node-redis-commands.js';
import type {
  IoredisClient,
  NodeRedisClient,
  NodeRedisCluster,
  NodeRedisSentinel,
  RedisClient,
} from './redis-client.js';
import type { RedisCommands } from './redis-commands.js';

const remedy = 'pass a client of ioredis or of node-redis, or an object with sendCommand(key, command).';

/**
 * Recognises a client by its shape and sends commands by it. The client is never opened nor closed.
 *
 * @param client - ioredis `Redis` or `Cluster`; node-redis `createClient()`, `createCluster()` or `createSentinel()`; or
 *   {@link RedisCommands}
 * @throws {InvalidOptionError} When it is none of these.
 */
export function redisCommands(client: RedisClient): RedisCommands {
  const candidate: unknown = client;
  if (!isObject(candidate)) throw new InvalidOptionError('client', remedy);
  if (has(candidate, 'call', 'pipeline')) return ioredisCommands(client as IoredisClient);
  if (!has(candidate, 'sendCommand')) throw new InvalidOptionError('client', remedy);
  if (typeof candidate['isOpen'] === 'boolean') return ofNodeRedis(candidate);
  if (has(candidate, 'GET')) {
    throw new InvalidOptionError('client', 'a legacy() client answers by callbacks; pass the client it was made of.');
  }
  return client as RedisCommands;
}

function ofNodeRedis(client: Record<string, unknown>): RedisCommands {
  if (has(client, 'nodeClient', 'multi')) return nodeRedisClusterCommands(client as unknown as NodeRedisCluster);
  if (has(client, 'acquire')) return nodeRedisSentinelCommands(client as unknown as NodeRedisSentinel);
  if (has(client, 'execute')) {
    throw new InvalidOptionError(
      'client',
      'a pool spreads commands over connections and loses their order; pass one client, which pipelines.',
    );
  }
  return nodeRedisCommands(client as unknown as NodeRedisClient);
}

function has(client: Record<string, unknown>, ...methods: readonly string[]): boolean {
  return methods.every((name) => typeof client[name] === 'function');
}
