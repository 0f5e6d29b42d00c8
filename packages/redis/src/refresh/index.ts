export { RedisRefreshTokenStore } from './redis-refresh-token-store.js';
export type { RedisRefreshTokenStoreOptions } from './redis-refresh-token-store.js';
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
