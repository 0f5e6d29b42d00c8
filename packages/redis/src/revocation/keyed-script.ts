import { StoreUnavailableError } from '@jwt-guard/core';

import type { RedisScript } from '../commands/redis-script.js';

/** Sends a command to the node of a key, as the methods of a `RedisConnection` do. */
type Send = (key: string, command: readonly string[]) => Promise<unknown>;

/** A script, the keys of one slot that it touches, and what else it is given. */
export interface KeyedScript {
  readonly script: RedisScript;
  readonly keys: readonly [string, ...string[]];
  readonly args: readonly string[];
}

/**
 * Runs a script on several keys of one slot, atomically.
 *
 * @param send - of a `RedisConnection`
 * @throws {StoreUnavailableError} When it fails.
 */
export async function runKeyedScript(send: Send, { script, keys, args }: KeyedScript): Promise<unknown> {
  const rest = [String(keys.length), ...keys, ...args];
  try {
    return await send(keys[0], ['EVALSHA', script.sha, ...rest]);
  } catch (error) {
    if (!isUnknownScript(error)) throw error;
    return send(keys[0], ['EVAL', script.source, ...rest]);
  }
}

/** The server has restarted, or its scripts were flushed. */
function isUnknownScript(error: unknown): boolean {
  const cause = error instanceof StoreUnavailableError ? error.cause : undefined;
  const { message } = (cause ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' && message.startsWith('NOSCRIPT');
}
