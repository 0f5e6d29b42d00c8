import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { clusterClients, singleClients } from './clients.js';
import type { ClientKind, TestClient } from './clients.js';
import { startCluster } from './start-cluster.js';
import type { TestCluster } from './start-cluster.js';

/** Opens one more client, which is closed after the tests. */
export type OpenClient = () => Promise<TestClient>;

const describeRedis = redisServerAvailable() ? describe : describe.skip;

/** Defines tests four times: on one server and on a Cluster, by a client of each library. */
export function onEachRedis(what: string, define: (open: OpenClient) => void): void {
  describeRedis(`${what}, on one server`, () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await startRedisServer();
    });
    afterAll(() => server.stop());

    describe.each(singleClients)('by $name', (kind) => {
      define(opening(kind, () => server.port));
    });
  });

  describeRedis(`${what}, on a Cluster`, () => {
    let cluster: TestCluster;
    beforeAll(async () => {
      cluster = await startCluster();
    }, 20_000);
    afterAll(() => cluster.stop());

    describe.each(clusterClients)('by $name', (kind) => {
      define(opening(kind, () => cluster.port));
    });
  });
}

function opening(kind: ClientKind, port: () => number): OpenClient {
  const opened: TestClient[] = [];
  afterAll(() => {
    for (const { close } of opened) close();
  });
  return async () => {
    const client = await kind.open(port());
    opened.push(client);
    return client;
  };
}
