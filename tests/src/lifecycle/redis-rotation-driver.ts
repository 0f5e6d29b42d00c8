import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';
import type { RedisClient } from '@jwt-guard/redis/refresh';
import { realTime } from '@jwt-guard/testing/contracts';
import type { RotationDriver } from '@jwt-guard/testing/contracts';
import { Redis } from 'ioredis';
import { createClient } from 'redis';

import type { FailoverPair } from './failover-pair.js';
import { untilTrue } from './until-true.js';

/** Puts the store on a real Redis through a schedule: an ioredis client, or one of node-redis, reads and writes the primary. */
export async function createRedisRotationDriver(
  pair: FailoverPair,
  kind: 'ioredis' | 'redis',
): Promise<RotationDriver> {
  const { client, close } = await connect(pair.port, kind);
  const store = new RedisRefreshTokenStore({ client, replicas: 1, commandTimeout: 2_000 });
  return Object.freeze({
    store,
    time: realTime,
    skewMs: 5,
    close,
    failover: async () => {
      await pair.failover();
      await untilTrue(() =>
        store.find('nobody').then(
          () => true,
          () => false,
        ),
      );
    },
  });
}

async function connect(
  port: number,
  kind: 'ioredis' | 'redis',
): Promise<{ readonly client: RedisClient; readonly close: () => Promise<void> }> {
  if (kind === 'ioredis') {
    // A command that is sent again uses a token again: 30 s of grace forgive that, the short grace of a schedule does not.
    const options = { autoResendUnfulfilledCommands: false };
    const client = new Redis(port, '127.0.0.1', options).on('error', () => undefined);
    return {
      client,
      close: () => {
        client.disconnect();
        return Promise.resolve();
      },
    };
  }
  const client = createClient({ socket: { host: '127.0.0.1', port } }).on('error', () => undefined);
  await client.connect();
  return {
    client,
    close: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}
