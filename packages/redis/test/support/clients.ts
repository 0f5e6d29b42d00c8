import { Cluster, Redis } from 'ioredis';
import { createClient, createCluster } from 'redis';

import type { RedisClient } from '../../src/commands/redis-client.js';

/** A client as a user makes it, and how to close it. */
export interface TestClient {
  readonly client: RedisClient;
  readonly close: () => void;
}

/** One kind of client. */
export interface ClientKind {
  readonly name: string;
  readonly open: (port: number) => Promise<TestClient>;
}

const host = '127.0.0.1';

/** Reconnects fast, so that tests of faults do not wait for a back-off. */
export const singleClients: readonly ClientKind[] = [
  {
    name: 'ioredis',
    open: (port) => {
      const client = new Redis(port, host, { retryStrategy: () => 50 });
      client.on('error', () => undefined);
      return Promise.resolve({
        client,
        close: () => {
          client.disconnect();
        },
      });
    },
  },
  {
    name: 'node-redis',
    open: async (port) => {
      const client = createClient({ socket: { host, port, reconnectStrategy: 50 } });
      client.on('error', () => undefined);
      await client.connect();
      return {
        client,
        close: () => {
          client.destroy();
        },
      };
    },
  },
];

/** Clients for a Cluster, by the port of one of its nodes. */
export const clusterClients: readonly ClientKind[] = [
  {
    name: 'ioredis Cluster',
    open: async (port) => {
      const client = new Cluster([{ host, port }], { clusterRetryStrategy: () => 50, lazyConnect: true });
      client.on('error', () => undefined);
      await client.connect();
      return {
        client,
        close: () => {
          client.disconnect();
        },
      };
    },
  },
  {
    name: 'node-redis cluster',
    open: async (port) => {
      const client = createCluster({ rootNodes: [{ url: `redis://${host}:${port}` }] });
      client.on('error', () => undefined);
      await client.connect();
      return {
        client,
        close: () => {
          client.destroy();
        },
      };
    },
  },
];
