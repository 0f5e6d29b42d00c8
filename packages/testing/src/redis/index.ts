export { findRedisServer } from './find-redis-server.js';
export { redisServerAvailable } from './redis-server-available.js';
export { startRedisServer } from './redis-server.js';
export type { RedisServer, RedisServerOptions } from './redis-server.js';
export type { RedisReply } from './parse-reply.js';
