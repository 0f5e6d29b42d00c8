import { setTimeout as pause } from 'node:timers/promises';

import type { RevocableToken, RevocationStore, RevocationWriter } from '@jwt-guard/core';
import { RedisRevocationReplica, RedisRevocationStore } from '@jwt-guard/redis/revocation';
import { revocationStoreContract } from '@jwt-guard/testing/contracts';

import type { TestClient } from '../support/clients.js';
import { onEachRedis } from '../support/on-each-redis.js';

type Store = RevocationStore & RevocationWriter;

onEachRedis('the contract of a revocation store', (open) => {
  let shared: TestClient;
  beforeAll(async () => {
    shared = await open();
  });

  const direct = revocationStoreContract({
    create: () => new RedisRevocationStore({ client: shared.client }),
    reopen: async () => new RedisRevocationStore({ client: (await open()).client }),
  });
  it.each(direct)('$name (asked for each token)', ({ run }) => run());

  const replicated = revocationStoreContract({
    create: async () => replicatedStore(shared, await open()),
    reopen: async () => replicatedStore(await open(), await open()),
    close: (store) => store.close?.(),
  });
  it.each(replicated)('V4 · $name (by a replica)', ({ run }) => run(), 20_000);
});

/** When the last write of any store was done. */
let wroteAt = 0;

/** Writes to the store and asks the replica, once it knows what was written before. */
async function replicatedStore({ client }: TestClient, reader: TestClient): Promise<Store> {
  const store = new RedisRevocationStore({ client });
  const replica = new RedisRevocationReplica({ store, reader: reader.client, heartbeatInterval: 0.1 });
  await replica.hydrate();
  const written = async (write: Promise<void>): Promise<void> => {
    await write;
    wroteAt = performance.now();
  };

  return {
    maxLifetimeSeconds: replica.maxLifetimeSeconds,
    check: async (token) => {
      await untilSettled(replica, token, wroteAt);
      return replica.check(token);
    },
    lookup: (token) => replica.lookup(token),
    health: () => replica.health(),
    close: () => {
      replica.close();
    },
    revokeToken: (token) => written(store.revokeToken(token)),
    revokeSession: (session) => written(store.revokeSession(session)),
    revokeSubject: (subject) => written(store.revokeSubject(subject)),
    revokeClient: (request) => written(store.revokeClient(request)),
    revokeIssuer: (issuer) => written(store.revokeIssuer(issuer)),
    watermark: (token) => store.watermark(token),
  };
}

/** Until the replica has all that was written before the moment. What is revoked stays so, and need not wait for the rest. */
async function untilSettled(replica: RedisRevocationReplica, token: RevocableToken, moment: number): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (replica.check(token) !== 'revoked' && lagOf(replica) >= performance.now() - moment) {
    if (performance.now() > deadline) throw new Error('The replica does not catch up.');
    await pause(5);
  }
}

/** Milliseconds. */
function lagOf(replica: RedisRevocationReplica): number {
  return (replica.health().lagSeconds ?? Infinity) * 1000;
}
