export { RedisSigningKeyStore } from './redis-signing-key-store.js';
export type { RedisSigningKeyStoreOptions } from './redis-signing-key-store.js';
export type { EvictionHealth, EvictionPolicyCheck } from '../commands/eviction-policy.js';
export type {
  IoredisClient,
  NodeRedisClient,
  NodeRedisCluster,
  NodeRedisSentinel,
  RedisClient,
} from '../commands/redis-client.js';
export type { RedisCommands } from '../commands/redis-commands.js';
export { redisCommands } from '../commands/redis-commands-of.js';
