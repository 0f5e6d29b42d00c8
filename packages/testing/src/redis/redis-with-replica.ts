import { pollUntil } from './poll-until.js';
import { startRedisServer } from './redis-server.js';
import type { RedisServer, RedisServerOptions } from './redis-server.js';
import { startProxy } from './tcp-proxy.js';
import type { TcpProxy } from './tcp-proxy.js';

/** A primary and its replica. */
export interface RedisWithReplica {
  readonly primary: RedisServer;
  readonly replica: RedisServer;
  /** What the replication runs over: hang it, and the replica falls behind; kill the primary then, and the writes are lost. */
  readonly link: TcpProxy;
  /** Waits until the replica has all that the primary holds now. */
  readonly waitForSync: () => Promise<void>;
  /**
   * Kills the primary, drops what is on its way, and makes the replica a primary on its own port. Resolves when it takes
   * writes. Clients that shall follow connect through {@link startProxy} and `retarget` it.
   */
  readonly failover: () => Promise<void>;
  /** Stops all of it. */
  readonly stop: () => Promise<void>;
}

const replicaSettings = { 'repl-diskless-sync': 'yes', 'repl-diskless-sync-delay': '0', 'repl-timeout': '60' };

/** Starts a primary and a replica of it, with the same options. Resolves when they are in sync. */
export async function startRedisWithReplica(options: RedisServerOptions = {}): Promise<RedisWithReplica> {
  const own = { ...options, settings: { ...replicaSettings, ...options.settings } };
  const [primary, replica] = await startAll([own, own]);
  const link = await startProxy(primary);
  const stop = async (): Promise<void> => {
    await Promise.all([primary.stop(), replica.stop(), link.close()]);
  };
  const pair: RedisWithReplica = Object.freeze({
    primary,
    replica,
    link,
    stop,
    waitForSync: () => untilSynced(primary, replica),
    failover: async () => {
      await primary.kill();
      link.cut();
      await replica.command(['REPLICAOF', 'NO', 'ONE']);
      await pollUntil('the replica to be a primary', async () => {
        const { role } = await replicationOf(replica);
        return role === 'master' ? true : undefined;
      });
    },
  });

  try {
    await replica.command(['REPLICAOF', '127.0.0.1', String(link.port)]);
    await pair.waitForSync();
    return pair;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts servers at once; when one does not start, none is left. */
export async function startAll<Options extends readonly RedisServerOptions[]>(
  options: readonly [...Options],
): Promise<{ readonly [Index in keyof Options]: RedisServer }> {
  const starts = await Promise.allSettled(options.map((own) => startRedisServer(own)));
  const servers = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed === undefined) return servers as unknown as { readonly [Index in keyof Options]: RedisServer };

  await Promise.all(servers.map((server) => server.stop()));
  throw failed.reason;
}

async function untilSynced(primary: RedisServer, replica: RedisServer): Promise<void> {
  const { master_repl_offset: wanted } = await replicationOf(primary);
  await pollUntil('the replica to be in sync', async () => {
    const { role, master_link_status: link, slave_repl_offset: reached } = await replicationOf(replica);
    return role === 'slave' && link === 'up' && Number(reached) >= Number(wanted) ? true : undefined;
  });
}

/** The fields of `INFO replication`. */
async function replicationOf(server: RedisServer): Promise<Readonly<Partial<Record<string, string>>>> {
  const lines = String(await server.command(['INFO', 'replication'])).split('\r\n');
  return Object.fromEntries(
    lines.map((line): [string, string] => [line.split(':')[0] ?? '', line.slice(line.indexOf(':') + 1)]),
  );
}
