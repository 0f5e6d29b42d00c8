export { RedisRevocationReplica } from './redis-revocation-replica.js';
export { RedisRevocationStore } from './redis-revocation-store.js';
export type { RedisRevocationStoreOptions } from './redis-revocation-store.js';
export type {
  ReplicaEvents,
  ReplicaFailedEvent,
  ReplicaGapEvent,
  ReplicaLagEvent,
  ReplicaPartialEvent,
  ReplicaReadyEvent,
} from './replica-events.js';
export type { RedisRevocationReplicaOptions } from './replica-options.js';
export type { EvictionPolicyCheck } from '../commands/eviction-policy.js';
export type {
  IoredisClient,
  NodeRedisClient,
  NodeRedisCluster,
  NodeRedisSentinel,
  RedisClient,
} from '../commands/redis-client.js';
export type { RedisCommands } from '../commands/redis-commands.js';
export { redisCommands } from '../commands/redis-commands-of.js';
