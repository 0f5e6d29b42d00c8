import { RedisSigningKeyStore } from '@jwt-guard/redis/keys';
import { signingKeyStoreContract } from '@jwt-guard/testing/contracts';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { clusterClients, singleClients } from '../support/clients.js';
import type { ClientKind, TestClient } from '../support/clients.js';
import { startCluster } from '../support/start-cluster.js';
import type { TestCluster } from '../support/start-cluster.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;

describeRedis('the contract of a key ring store, on one server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server.stop());

  describe.each(singleClients)('by $name', (kind) => {
    contractOn(kind, () => server.port);
  });
});

describeRedis('the contract of a key ring store, on a Cluster', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  }, 20_000);
  afterAll(() => cluster.stop());

  describe.each(clusterClients)('by $name', (kind) => {
    contractOn(kind, () => cluster.port);
  });
});

let ring = 0;

function contractOn(kind: ClientKind, port: () => number): void {
  const opened: TestClient[] = [];
  const names = new Map<RedisSigningKeyStore, string>();
  const open = async (name: string): Promise<RedisSigningKeyStore> => {
    const client = await kind.open(port());
    opened.push(client);
    const store = new RedisSigningKeyStore({ client: client.client, name });
    names.set(store, name);
    return store;
  };
  afterAll(() => {
    for (const { close } of opened) close();
  });

  const cases = signingKeyStoreContract({
    create: () => open(`ring ${(ring += 1)}`),
    reopen: (store) => open(names.get(store as RedisSigningKeyStore) ?? ''),
  });
  it.each(cases)('$name', ({ run }) => run());
}
