import { refreshTokenStoreContract } from '@jwt-guard/testing/contracts';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';

import { clusterClients, singleClients } from '../support/clients.js';
import type { ClientKind, TestClient } from '../support/clients.js';
import { startCluster } from '../support/start-cluster.js';
import type { TestCluster } from '../support/start-cluster.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;

describeRedis('the contract of a refresh token store, on one server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server.stop());

  describe.each(singleClients)('by $name', (kind) => {
    contractOn(kind, () => server.port);
  });
});

describeRedis('the contract of a refresh token store, on a Cluster', () => {
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
  beforeAll(async () => {
    shared = await kind.open(port());
    opened.push(shared);
  });
  afterAll(() => {
    for (const { close } of opened) close();
  });

  const cases = refreshTokenStoreContract({
    create: () => new RedisRefreshTokenStore({ client: shared.client }),
    reopen: async () => {
      const other = await kind.open(port());
      opened.push(other);
      return new RedisRefreshTokenStore({ client: other.client });
    },
  });
  it.each(cases)('$name', ({ run }) => run());
}
