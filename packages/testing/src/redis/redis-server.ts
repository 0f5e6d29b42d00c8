import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ownOptions } from '@jwt-guard/core';

import { findRedisServer } from './find-redis-server.js';
import { freePort } from './free-port.js';
import type { RedisReply } from './parse-reply.js';
import { pollUntil } from './poll-until.js';
import { startRedisProcess } from './redis-process.js';
import type { RedisProcess } from './redis-process.js';
import { sendCommand } from './send-command.js';

/** What {@link startRedisServer} takes. */
export interface RedisServerOptions {
  /** Keeps every acknowledged write over {@link RedisServer.restart}, `appendfsync always`; default off: a restart is empty. */
  readonly appendOnly?: boolean;
  /** `maxmemory`, as Redis writes it: `64mb`; default no bound. */
  readonly maxMemory?: string;
  /** `maxmemory-policy`; default `noeviction`. */
  readonly maxMemoryPolicy?: string;
  /** `requirepass`; default none. */
  readonly password?: string;
  /** Any other lines of redis.conf, by name; these win. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A real Redis server of its own, on the loopback. It dies with this process. */
export interface RedisServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** For clients: `redis://[:password@]127.0.0.1:port`. */
  readonly url: string;
  readonly password: string | undefined;
  /** The settings it runs with, by their names in redis.conf. */
  readonly config: Readonly<Record<string, string>>;
  /** The path of its program. */
  readonly path: string;
  /** Sends a command on a connection of its own, which no test breaks. Error replies reject. Waits at most 5 s. */
  readonly command: (command: readonly string[]) => Promise<RedisReply>;
  /** SIGKILL, and waits until the process is gone. Without `appendOnly` its data are, too. */
  readonly kill: () => Promise<void>;
  /** SIGSTOP: connections stay, and nothing answers. */
  readonly suspend: () => void;
  /** SIGCONT. */
  readonly resume: () => void;
  /** Starts it again on its port and with its files, killing it before if it runs. Resolves when it answers. */
  readonly restart: () => Promise<void>;
  /** Kills it and removes its files. */
  readonly stop: () => Promise<void>;
}

const attempts = 20;

/**
 * Starts a Redis (or Valkey) server on a free port of the loopback, with its files in a folder of its own. Resolves when it
 * answers.
 *
 * @throws Error when no server is on the PATH, or when it does not start; the message holds what it printed
 */
export async function startRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  const own = ownOptions(options, ['appendOnly', 'maxMemory', 'maxMemoryPolicy', 'password', 'settings']);
  const path = findRedisServer();
  if (path === undefined) throw new Error('No redis-server or valkey-server is on the PATH.');

  const folder = await mkdtemp(join(tmpdir(), 'jwt-guard-redis-'));
  try {
    return await startOnFreePort(path, folder, own);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startOnFreePort(path: string, folder: string, options: RedisServerOptions): Promise<RedisServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const config = await settingsOf(options, port, folder);
    const server = createServer({ path, folder, port, config, password: options.password });
    try {
      await server.restart();
      return server;
    } catch (error) {
      if (attempt === attempts || !/address already in use/i.test(String(error))) throw error;
    }
  }
}

async function settingsOf(options: RedisServerOptions, port: number, folder: string): Promise<Record<string, string>> {
  const { appendOnly = false, maxMemory, maxMemoryPolicy, password, settings } = options;
  return {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    daemonize: 'no',
    save: '',
    'enable-debug-command': 'local',
    ...(appendOnly && { appendonly: 'yes', appendfsync: 'always' }),
    ...(maxMemory !== undefined && { maxmemory: maxMemory }),
    ...(maxMemoryPolicy !== undefined && { 'maxmemory-policy': maxMemoryPolicy }),
    ...(password !== undefined && { requirepass: password, masterauth: password }),
    // By default it is the port + 10000, which may be taken.
    ...(settings?.['cluster-enabled'] === 'yes' && { 'cluster-port': String(await freePort()) }),
    ...settings,
  };
}

interface ServerParts {
  readonly path: string;
  readonly folder: string;
  readonly port: number;
  readonly config: Readonly<Record<string, string>>;
  readonly password: string | undefined;
}

/** A server that is not started yet. */
function createServer({ path, folder, port, config, password }: ServerParts): RedisServer {
  const args = Object.entries(config).flatMap(([name, value]) => [`--${name}`, value]);
  let current: RedisProcess | undefined;
  const kill = async (): Promise<void> => current?.kill();

  return Object.freeze<RedisServer>({
    host: '127.0.0.1',
    port,
    url: `redis://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
    password,
    config: Object.freeze({ ...config }),
    path,
    command: (command) => sendCommand({ port, password }, command),
    kill,
    suspend: () => current?.signal('SIGSTOP'),
    resume: () => current?.signal('SIGCONT'),
    restart: async () => {
      await kill();
      current = startRedisProcess(path, args, folder);
      await untilReady(current, { port, password });
    },
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  });
}

async function untilReady(
  server: RedisProcess,
  address: { port: number; password: string | undefined },
): Promise<void> {
  await pollUntil(`Redis on port ${address.port}`, async () => {
    if (!server.running) throw new Error(`Redis does not start: ${server.log()}`);
    return (await answers(server, address)) ? true : undefined;
  }).catch(async (error: unknown) => {
    await server.kill();
    throw error;
  });
}

/** A server of somebody else may have taken the port meanwhile: the process must be ours. */
async function answers(
  server: RedisProcess,
  address: { port: number; password: string | undefined },
): Promise<boolean> {
  try {
    if ((await sendCommand(address, ['PING'], 1000)) !== 'PONG') return false;
    const info = String(await sendCommand(address, ['INFO', 'server'], 1000));
    return new RegExp(`^process_id:${server.pid}\\r?$`, 'm').test(info);
  } catch {
    return false;
  }
}
