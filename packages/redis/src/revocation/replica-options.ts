import { aFunction, InvalidOptionError, numberWithin, ownOptions } from '@jwt-guard/core';

import type { RedisClient } from '../commands/redis-client.js';
import type { RedisRevocationStore } from './redis-revocation-store.js';
import { partsOfStores } from './store-parts.js';
import type { StoreParts } from './store-parts.js';

/** Options of `RedisRevocationReplica`. */
export interface RedisRevocationReplicaOptions {
  /** Where the revocations are: for heartbeats, for `lookup`, and for what does not fit into memory. */
  readonly store: RedisRevocationStore;
  /**
   * A connection of its own to the same Redis, such as `client.duplicate()`: reading blocks it. The user opens and closes
   * it. It must be allowed to run `INFO`, and a time limit of its own for commands must be over 2 s.
   */
  readonly reader: RedisClient;
  /** Seconds without certainty after which `check` answers `unknown`, 1 to 300. Default 10. */
  readonly lagBudget?: number;
  /** How many revocations are held in memory, 1 to 16,000,000. Default 1,000,000. */
  readonly maxEntries?: number;
  /** Seconds between heartbeats, 0.1 to 60 and at most half of `lagBudget`. Default 2, or a fifth of a `lagBudget` under 10. */
  readonly heartbeatInterval?: number;
  /** Epoch milliseconds. Default `Date.now`. */
  readonly clock?: () => number;
}

/** Validated options. */
export interface ReplicaSettings {
  readonly store: RedisRevocationStore;
  readonly parts: StoreParts;
  readonly reader: RedisClient;
  readonly lagBudgetMs: number;
  readonly heartbeatMs: number;
  readonly maxEntries: number;
  readonly clock: () => number;
}

const optionNames: readonly (keyof RedisRevocationReplicaOptions)[] = [
  'store',
  'reader',
  'lagBudget',
  'maxEntries',
  'heartbeatInterval',
  'clock',
];

/** @throws {InvalidOptionError} When an option is unknown or wrong. */
export function readReplicaOptions(options: RedisRevocationReplicaOptions): ReplicaSettings {
  const own = ownOptions(options, optionNames);
  const { store, reader, lagBudget = 10, maxEntries = 1_000_000, clock = Date.now } = own;
  const parts = partsOfStores.get(store);
  if (parts === undefined) throw new InvalidOptionError('store', 'pass a RedisRevocationStore.');
  if (reader === parts.client)
    throw new InvalidOptionError(
      'reader',
      'pass a connection of its own, such as client.duplicate(): reading blocks it.',
    );
  numberWithin(lagBudget, 'lagBudget', { min: 1, max: 300, unit: 'seconds' });
  const { heartbeatInterval = Math.min(2, lagBudget / 5) } = own;
  numberWithin(heartbeatInterval, 'heartbeatInterval', { min: 0.1, max: Math.min(60, lagBudget / 2), unit: 'seconds' });
  return Object.freeze({
    store,
    parts,
    reader,
    lagBudgetMs: lagBudget * 1_000,
    heartbeatMs: heartbeatInterval * 1_000,
    maxEntries: numberWithin(maxEntries, 'maxEntries', { min: 1, max: 16_000_000, unit: 'entries' }),
    clock: aFunction(clock, 'clock', 'pass a function that answers epoch milliseconds.'),
  });
}
