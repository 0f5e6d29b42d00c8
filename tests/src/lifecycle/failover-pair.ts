import { startProxy, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer, TcpProxy } from '@jwt-guard/testing/redis';

import { untilTrue } from './until-true.js';

/** A Redis whose primary can be killed again and again: the replica takes over, and the killed one comes back as its replica. */
export interface FailoverPair {
  /** Leads clients to the primary of the moment. */
  readonly port: number;
  /** Resolves when the replica has caught up. */
  readonly synced: () => Promise<void>;
  /** Kills the primary. From the call on, no client is answered by it; resolves when the next one takes writes. */
  readonly failover: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** How far the replica is behind, in milliseconds: what was written last is lost by a failover. */
const replicationDelayMs = 60;
const settings = { 'repl-diskless-sync': 'yes', 'repl-diskless-sync-delay': '0' };

/** Starts a pair. Nothing is on disk: what the primary alone has seen dies with it. */
export async function startFailoverPair(): Promise<FailoverPair> {
  let [primary, replica] = await Promise.all([startRedisServer({ settings }), startRedisServer({ settings })]);
  const [clients, link] = await Promise.all([startProxy(primary), startProxy(primary)]);
  link.delay(replicationDelayMs);
  let syncing = follow(replica, primary, link);
  let failing = Promise.resolve();

  async function failOver(): Promise<void> {
    clients.hang();
    // One that never had the data must not become the primary.
    await syncing;
    await primary.kill();
    link.cut();
    clients.cut();
    [primary, replica] = [replica, primary];
    await primary.command(['REPLICAOF', 'NO', 'ONE']);
    link.retarget(primary);
    clients.retarget(primary);
    await clients.resume();
    const [follower, leader] = [replica, primary];
    syncing = follower.restart().then(() => follow(follower, leader, link));
    syncing.catch(() => undefined);
  }

  return Object.freeze<FailoverPair>({
    port: clients.port,
    synced: () => syncing,
    failover: () => {
      clients.hang();
      failing = failing.then(failOver);
      return failing;
    },
    stop: async () => {
      await syncing.catch(() => undefined);
      await Promise.all([primary.stop(), replica.stop(), clients.close(), link.close()]);
    },
  });
}

/** Resolves when both agree that the replica follows: only then does it count for a write that it must acknowledge. */
async function follow(replica: RedisServer, primary: RedisServer, link: TcpProxy): Promise<void> {
  await replica.command(['REPLICAOF', '127.0.0.1', String(link.port)]);
  await untilTrue(async () => {
    const [own, other] = await Promise.all([replica, primary].map((server) => server.command(['INFO', 'replication'])));
    return String(own).includes('master_link_status:up') && String(other).includes('state=online');
  });
}
