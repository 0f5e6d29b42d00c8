import { Cluster, Redis } from 'ioredis';
import { createClient, createCluster, createSentinel } from 'redis';

import { redisCommands } from '@jwt-guard/redis/refresh';
import type { RedisClient } from '@jwt-guard/redis/refresh';

const node = { host: '127.0.0.1', port: 1 };
const bytes = { typeMapping: { 36: Buffer } } as const;

describe('clients as their libraries type them', () => {
  it.each<[string, () => RedisClient]>([
    ['ioredis', () => new Redis({ lazyConnect: true })],
    ['ioredis Cluster', () => new Cluster([node], { lazyConnect: true })],
    ['node-redis', () => createClient()],
    ['node-redis with RESP2', () => createClient({ RESP: 2 })],
    ['node-redis that answers buffers', () => createClient({ RESP: 3 }).withCommandOptions(bytes)],
    ['node-redis cluster', () => createCluster({ rootNodes: [{ socket: node }] })],
    ['node-redis behind Sentinel', () => createSentinel({ name: 'primary', sentinelRootNodes: [node] })],
  ])('are taken without a cast: %s', (_name, client) => {
    expect(typeof redisCommands(client()).sendCommand).toBe('function');
  });
});
