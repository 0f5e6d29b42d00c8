import { InvalidOptionError } from '@jwt-guard/core';

import type { RedisConnection } from './redis-connection.js';

/** What to do where Redis may throw entries away under memory pressure: warn, or refuse to work. */
export type EvictionPolicyCheck = 'warn' | 'refuse';

/** What a Redis does when its memory is full. */
export interface EvictionHealth {
  /** `maxmemory-policy` of the node that was asked; absent before it was, or when it must not be read. */
  readonly policy?: string;
  /** Whether stored entries can be lost; undefined when that is not known. */
  readonly evicts?: boolean;
}

/** Asks for the eviction policy of a Redis, once. */
export interface EvictionGuard {
  /**
   * Warns once, or rejects, where entries can be lost. Asks again when Redis could not be reached.
   *
   * @throws {InvalidOptionError} With `refuse`, when the policy is another than `noeviction` or cannot be read.
   * @throws {StoreUnavailableError} When Redis cannot be reached.
   */
  check(key: string): Promise<void>;
  /** Resolves at once with `warn`, while the check goes on; waits for the check with `refuse`. */
  beforeUse(key: string): Promise<void> | undefined;
  health(): EvictionHealth;
}

/**
 * Makes the check of a store. Every `maxmemory-policy` but `noeviction` throws revocations and sessions away when memory is
 * full, and nobody is told.
 *
 * @param store - names the store in the warning
 * @throws {InvalidOptionError} When the option is unknown.
 */
export function createEvictionGuard(
  connection: RedisConnection,
  store: string,
  onEviction: EvictionPolicyCheck = 'warn',
): EvictionGuard {
  const known: readonly unknown[] = ['warn', 'refuse'];
  if (!known.includes(onEviction)) throw new InvalidOptionError('evictionPolicy', "pass 'warn' or 'refuse'.");
  let health: EvictionHealth = {};
  let running: Promise<void> | undefined;

  return Object.freeze<EvictionGuard>({ check, beforeUse, health: () => health });

  function check(key: string): Promise<void> {
    running ??= judge(key).catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  }

  function beforeUse(key: string): Promise<void> | undefined {
    if (onEviction === 'refuse') return health.evicts === false ? undefined : check(key);
    // An outage is told by the command itself, and the check asks again at the next use.
    if (running === undefined) check(key).catch(() => undefined);
    return undefined;
  }

  async function judge(key: string): Promise<void> {
    const policy = await readPolicy(connection, key);
    health = policy === undefined ? {} : { policy, evicts: policy !== 'noeviction' };
    if (health.evicts === false) return;
    const complaint =
      policy === undefined
        ? `${store} must not read the maxmemory-policy of its Redis (CONFIG GET and INFO are forbidden); make sure that it is noeviction: any other throws entries away when memory is full.`
        : `${store} keeps its entries in a Redis whose maxmemory-policy is ${policy}: when memory is full they are thrown away, and what was revoked is accepted again. Set maxmemory-policy to noeviction.`;
    if (onEviction === 'refuse') throw new InvalidOptionError('evictionPolicy', complaint);
    process.emitWarning(complaint, 'JwtGuardWarning');
  }
}

async function readPolicy(connection: RedisConnection, key: string): Promise<string | undefined> {
  const config = await unlessForbidden(connection.send(key, ['CONFIG', 'GET', 'maxmemory-policy']));
  if (Array.isArray(config) && typeof config[1] === 'string') return config[1];
  const info = await unlessForbidden(connection.send(key, ['INFO', 'memory']));
  return /^maxmemory_policy:(\S+)/m.exec(String(info))?.[1];
}

/** Managed Redis knows no CONFIG, and an ACL may forbid it. */
function unlessForbidden(reply: Promise<unknown>): Promise<unknown> {
  return reply.catch((error: unknown) => {
    const { cause } = error as { readonly cause?: { readonly message?: unknown } | null };
    if (/^(?:NOPERM|ERR unknown)/.test(String(cause?.message))) return undefined;
    throw error;
  });
}
