import { setTimeout as pause } from 'node:timers/promises';

import type { RevocationStore, RevocationWriter } from '@jwt-guard/core';
import { RedisRevocationReplica, RedisRevocationStore } from '@jwt-guard/redis/revocation';
import { revocationStoreContract } from '@jwt-guard/testing/contracts';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { clusterClients, singleClients } from '../support/clients.js';
import type { ClientKind, TestClient } from '../support/clients.js';
import { startCluster } from '../support/start-cluster.js';
import type { TestCluster } from '../support/start-cluster.js';

type Store = RevocationStore & RevocationWriter;

const describeRedis = redisServerAvailable() ? describe : describe.skip;

describeRedis('the contract of a revocation store, on one server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server.stop());

  describe.each(singleClients)('by $name', (kind) => {
    contractOn(kind, () => server.port);
  });
});

describeRedis('the contract of a revocation store, on a Cluster', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  }, 20_000);
  afterAll(() => cluster.stop());

  describe.each(clusterClients)('by $name', (kind) => {
    contractOn(kind, () => cluster.port);
  });
});

function contractOn(kind: ClientKind, port: () => number): void {
  const opened: TestClient[] = [];
  let shared: TestClient;
  const open = async (): Promise<TestClient> => {
    const client = await kind.open(port());
    opened.push(client);
    return client;
  };
  beforeAll(async () => {
    shared = await open();
  });
  afterAll(() => {
    for (const { close } of opened) close();
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
}

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
      await untilFreshSince(replica, wroteAt);
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

async function untilFreshSince(replica: RedisRevocationReplica, moment: number): Promise<void> {
  const deadline = performance.now() + 5_000;
  while ((replica.health().lagSeconds ?? Infinity) * 1000 >= performance.now() - moment) {
    if (performance.now() > deadline) throw new Error('The replica does not catch up.');
    await pause(5);
  }
}
