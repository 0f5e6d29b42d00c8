import type { RedisCommands } from './redis-commands.js';

/** An ioredis client: `Redis` or `Cluster`. */
export interface IoredisClient {
  readonly status: string;
  readonly isCluster: boolean;
  call(command: string, args: string[]): Promise<unknown>;
  pipeline(commands: unknown[][]): { exec(): Promise<[error: Error | null, result: unknown][] | null> };
}

/** What node-redis makes of a map (37, which is `%`) of RESP3. */
interface NodeRedisReplies {
  readonly typeMapping: { readonly 37: ArrayConstructor };
}

/** A client of node-redis: `createClient()`. */
export interface NodeRedisClient {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  sendCommand(command: readonly string[], options?: NodeRedisReplies): Promise<unknown>;
}

/** A client of node-redis for a Cluster: `createCluster()`. */
export interface NodeRedisCluster {
  readonly isOpen: boolean;
  sendCommand(firstKey: string | undefined, isReadonly: boolean | undefined, command: string[]): Promise<unknown>;
  nodeClient(node: never): unknown;
  multi(...routing: never[]): unknown;
}

/** A client of node-redis behind Sentinel: `createSentinel()`. */
export interface NodeRedisSentinel {
  readonly isOpen: boolean;
  sendCommand(isReadonly: boolean | undefined, command: string[], options?: NodeRedisReplies): Promise<unknown>;
  acquire(): Promise<unknown>;
}

/** A client that the user made, opens and closes: of ioredis or of node-redis, or anything that sends commands. */
export type RedisClient = RedisCommands | IoredisClient | NodeRedisClient | NodeRedisCluster | NodeRedisSentinel;
