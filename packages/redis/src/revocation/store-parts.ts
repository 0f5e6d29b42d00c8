import type { RedisClient } from '../commands/redis-client.js';
import type { RedisConnection } from '../commands/redis-connection.js';
import type { RevocationKeys } from './revocation-keys.js';

/** What a replica needs of its store and nobody else. */
export interface StoreParts {
  readonly client: RedisClient;
  readonly connection: RedisConnection;
  readonly keys: RevocationKeys;
  /** The longest lifetime and the margin, in seconds: nothing in the stream is needed for longer. */
  readonly retentionSeconds: number;
}

/** The parts of every store that was made. */
export const partsOfStores: WeakMap<object, StoreParts> = new WeakMap<object, StoreParts>();
