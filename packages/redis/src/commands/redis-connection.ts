import { InvalidOptionError, StoreUnavailableError, numberWithin } from '@jwt-guard/core';

import type { RedisClient } from './redis-client.js';
import { redisCommands } from './redis-commands-of.js';
import type { RedisScript } from './redis-script.js';
import { createReplicaPatience } from './replica-patience.js';
import type { ReplicaPatience } from './replica-patience.js';
import { createTimeLimit } from './time-limit.js';

/** How a store talks to its Redis. */
export interface RedisConnectionOptions {
  /** A client of ioredis or of node-redis, single or Cluster. The user makes, opens and closes it. */
  readonly client: RedisClient;
  /** Milliseconds until a command counts as failed, also where the client would queue it. Default 1000. */
  readonly commandTimeout?: number;
  /**
   * How many replicas must have a write before it counts as done, for the writes that must survive a failover. Default 0.
   * A failover loses nothing acknowledged where this is the number of all replicas that may be promoted.
   */
  readonly replicas?: number;
}

/**
 * Commands with a time limit, whose failures are all `StoreUnavailableError`: no answer in time, connection refused,
 * READONLY, LOADING, CLUSTERDOWN, NOAUTH, OOM, MISCONF, NOREPLICAS, WRONGTYPE. Whether a failed write happened, nobody knows.
 */
export interface RedisConnection {
  readonly commandTimeout: number;
  /** Sends a command to the node that holds `key`. */
  send(key: string, command: readonly string[]): Promise<unknown>;
  /** Runs a script on one key, atomically. */
  runScript(script: RedisScript, key: string, args: readonly string[]): Promise<unknown>;
  /** As `send`, for a write that `replicas` must acknowledge. The command must write, even where nothing changes. */
  write(key: string, command: readonly string[]): Promise<unknown>;
  /** As `runScript`, for a write that `replicas` must acknowledge. The script must write, even where nothing changes. */
  writeScript(script: RedisScript, key: string, args: readonly string[]): Promise<unknown>;
}

/**
 * Makes the connection of a store.
 *
 * @throws {InvalidOptionError} When an option is wrong.
 */
export function createRedisConnection(options: RedisConnectionOptions): RedisConnection {
  const commands = redisCommands(options.client);
  const sendCommand: Send = (key, command) => commands.sendCommand(key, command);
  const { commandTimeout = 1000, replicas = 0 } = options;
  numberWithin(commandTimeout, 'commandTimeout', { min: 1, max: 60_000, unit: 'milliseconds' });
  numberWithin(replicas, 'replicas', { min: 0, max: 100, unit: 'replicas' });
  if (!Number.isInteger(replicas)) throw new InvalidOptionError('replicas', 'pass a whole number.');

  const limit = createTimeLimit(commandTimeout);
  const patience = createReplicaPatience(commandTimeout);
  const inTime = (run: () => Promise<unknown>): Promise<unknown> => limit.apply(started(run), unavailable);
  const acknowledge = (key: string, write: () => Promise<unknown>): Promise<unknown> =>
    replicas === 0 ? write() : acknowledged({ sendCommand, key, replicas, patience }, write);
  const bySource = (script: RedisScript, key: string, args: readonly string[]): Promise<unknown> =>
    sendCommand(key, ['EVAL', script.source, '1', key, ...args]);

  return Object.freeze<RedisConnection>({
    commandTimeout,
    send: (key, command) => inTime(() => sendCommand(key, command)),
    runScript: (script, key, args) =>
      inTime(() => sendCommand(key, ['EVALSHA', script.sha, '1', key, ...args])).catch((error: unknown) => {
        if (!isScriptUnknown(error)) throw error;
        return inTime(() => bySource(script, key, args));
      }),
    write: (key, command) => inTime(() => acknowledge(key, () => sendCommand(key, command))),
    writeScript: (script, key, args) =>
      inTime(() => acknowledge(key, () => sendCommand(key, ['EVALSHA', script.sha, '1', key, ...args]))).catch(
        (error: unknown) => {
          if (!isScriptUnknown(error)) throw error;
          return inTime(() => acknowledge(key, () => bySource(script, key, args)));
        },
      ),
  });
}

type Send = RedisConnection['send'];

interface Acknowledgement {
  readonly sendCommand: Send;
  readonly key: string;
  readonly replicas: number;
  readonly patience: ReplicaPatience;
}

/** An object that sends commands may fail at once, instead of by its promise. */
function started(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return run();
  } catch (error) {
    return Promise.reject(new Error('The client failed.', { cause: error }));
  }
}

function unavailable(cause: unknown): StoreUnavailableError {
  return new StoreUnavailableError({ cause });
}

/**
 * WAIT answers for the writes of its own connection. A client that has reconnected meanwhile, and repeats what was not yet
 * answered, would get an answer for nothing: so the connection must be the same before and after.
 */
async function acknowledged(wanted: Acknowledgement, write: () => Promise<unknown>): Promise<unknown> {
  const { sendCommand, key } = wanted;
  const [before, reply, shortfall, after] = await Promise.all([
    sendCommand(key, ['CLIENT', 'INFO']),
    write(),
    shortfallOf(wanted),
    sendCommand(key, ['CLIENT', 'INFO']),
  ]);
  if (connectionOf(before) !== connectionOf(after))
    throw new Error('The connection changed while a write was confirmed.');
  if (shortfall !== undefined) throw new Error(shortfall);
  return reply;
}

/** What is missing to the acknowledgement of the write before; undefined for nothing. */
async function shortfallOf({ sendCommand, key, replicas, patience }: Acknowledgement): Promise<string | undefined> {
  const wait = patience.begin();
  let isAcknowledged: boolean | undefined;
  try {
    const acknowledgements = await sendCommand(key, ['WAIT', String(replicas), String(wait.milliseconds)]);
    isAcknowledged = Number(acknowledgements) >= replicas;
    return isAcknowledged
      ? undefined
      : `Of ${replicas} replicas ${String(acknowledgements)} have acknowledged a write in time.`;
  } finally {
    wait.ended(isAcknowledged);
  }
}

function connectionOf(clientInfo: unknown): string {
  const [, identity] = /^(id=\d+ addr=\S+ laddr=\S+)/.exec(String(clientInfo)) ?? [];
  if (identity === undefined) throw new Error('CLIENT INFO did not tell the connection.');
  return identity;
}

/** The server has restarted, or its scripts were flushed. */
function isScriptUnknown(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly message?: unknown } | null };
  return typeof cause?.message === 'string' && cause.message.startsWith('NOSCRIPT');
}
