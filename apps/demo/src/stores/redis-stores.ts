import { RedisRevocationStore } from '@jwt-guard/redis/revocation';
import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';
import { RedisSigningKeyStore } from '@jwt-guard/redis/keys';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { DemoStores } from './demo-stores.js';

const prefix = 'jwt-guard-demo';

/** How the demo reaches the Redis that its processes share. */
export interface RedisStoresOptions {
  readonly url: string;
  /** What the keys are encrypted with at rest; the same for all processes. */
  readonly encryptionKey: string;
  readonly logger: Logger;
}

/**
 * Keeps everything in Redis, for all processes that are started with the same URL.
 *
 * @throws {StoreUnavailableError} When Redis does not answer.
 */
export async function openRedisStores({ url, encryptionKey, logger }: RedisStoresOptions): Promise<DemoStores> {
  const client = new Redis(url);
  client.on('error', ({ message }: Error) => {
    logger.error({ event: 'redis_error' }, message);
  });
  const revocation = new RedisRevocationStore({ client, prefix });
  try {
    await revocation.hydrate();
  } catch (error) {
    client.disconnect();
    throw error;
  }
  return {
    revocation,
    sessions: new RedisRefreshTokenStore({ client, prefix }),
    ring: (name) => ({ store: new RedisSigningKeyStore({ client, prefix, name }), encryptionKey }),
    close: () => {
      client.disconnect();
    },
  };
}
