import type { RevocableToken, RevocationVerdict } from '@jwt-guard/core';
import { RedisRevocationReplica, RedisRevocationStore } from '@jwt-guard/redis/revocation';
import type { RedisRevocationReplicaOptions, ReplicaEvents } from '@jwt-guard/redis/revocation';
import { redisServerAvailable, startProxy, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer, TcpProxy } from '@jwt-guard/testing/redis';

import { singleClients } from '../support/clients.js';
import type { TestClient } from '../support/clients.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
const issuer = 'https://issuer.example';
const stream = '{jwt-guard:revocation}:stream';
const eventNames = [
  'replicaReady',
  'replicaStale',
  'replicaFresh',
  'replicaGap',
  'replicaPartial',
  'replicaFailed',
] as const satisfies readonly (keyof ReplicaEvents)[];

interface Running {
  readonly store: RedisRevocationStore;
  readonly replica: RedisRevocationReplica;
  /** Names of the events so far. */
  readonly told: string[];
}

describeRedis.each(singleClients)('a replica of revocations, by $name', (kind) => {
  let server: RedisServer;
  let proxy: TcpProxy;
  let hours = 0;
  let offset = 0;
  const opened: (() => void)[] = [];

  beforeAll(async () => {
    server = await startRedisServer();
    proxy = await startProxy(server);
  });
  beforeEach(async () => {
    await server.command(['FLUSHALL']);
    offset = 0;
    hours = 0;
  });
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) close();
    await proxy.resume();
  });
  afterAll(async () => {
    await proxy.close();
    await server.stop();
  });

  const open = async (port: number): Promise<TestClient> => {
    const client = await kind.open(port);
    opened.push(client.close);
    return client;
  };

  async function start(
    options: Partial<RedisRevocationReplicaOptions> = {},
    { readerPort = server.port, storePort = server.port } = {},
  ): Promise<Running> {
    const store = new RedisRevocationStore({ client: (await open(storePort)).client });
    const reader = (await open(readerPort)).client;
    const clock = (): number => Date.now() + offset + hours * 3_600_000;
    const replica = new RedisRevocationReplica({ store, reader, heartbeatInterval: 0.1, clock, ...options });
    const told: string[] = [];
    for (const name of eventNames) replica.on(name, () => told.push(name));
    opened.push(() => {
      replica.close();
    });
    return { store, replica, told };
  }

  it('V6 · knows nothing before its first snapshot, and starts with the first check', async () => {
    const { store, replica, told } = await start();
    await store.revokeToken({ issuer, jti: 'early' });

    expect(replica.health()).toMatchObject({ state: 'starting', entries: 0 });
    expect(replica.check({ issuer, jti: 'early' })).toBe('unknown');
    await until(() => replica.check({ issuer, jti: 'early' }) === 'revoked');
    await until(() => replica.check({ issuer, jti: 'other' }) === 'ok');

    expect(told).toEqual(['replicaReady']);
    expect(replica.health()).toMatchObject({ state: 'fresh', entries: 1 });
  });

  it('V6, V5 · is not ready by a snapshot that took longer than the budget', async () => {
    const { replica, told } = await start({}, { readerPort: proxy.port });
    proxy.hang();
    const ready = replica.hydrate();
    const written = async (): Promise<boolean> => (await server.command(['EXISTS', stream])) === 1;
    while (!(await written())) expect(told).toEqual([]);
    offset = 20_000;
    await proxy.resume();
    await ready;

    expect(replica.check({ issuer, jti: 'any' })).toBe('ok');
    expect(told).toEqual(['replicaReady']);
  });

  it('V4, L-01, L-18 · two replicas refuse without a network call what one process revoked', async () => {
    const [one, other] = [await start(), await start()];
    await Promise.all([one.replica.hydrate(), other.replica.hydrate()]);
    await one.store.revokeSession({ issuer, sessionId: 'gone' });

    for (const { replica } of [one, other]) {
      await until(() => replica.check({ issuer, sessionId: 'gone' }) === 'revoked');
      expect(replica.check({ issuer, sessionId: 'alive' })).toBe('ok');
    }
  });

  it('V4, L-18 · many processes write one heartbeat', async () => {
    const running = await Promise.all([start(), start(), start()]);
    await Promise.all(running.map(({ replica }) => replica.hydrate()));
    await until(() => running.every(({ replica }) => (replica.health().lagSeconds ?? 9) < 0.3));

    const added = (await server.command(['XRANGE', stream, '-', '+'])) as [id: string][];
    const times = added.map(([id]) => Number(id.split('-')[0]));
    expect(times.slice(1).every((time, index) => time - (times[index] ?? 0) >= 100)).toBe(true);
  });

  it('V5, A5, L-18 · is stale when its stream is cut for longer than the budget, and misses nothing afterwards', async () => {
    const { store, replica, told } = await start({}, { readerPort: proxy.port });
    await replica.hydrate();
    proxy.hang();
    await store.revokeToken({ issuer, jti: 'meanwhile' });
    await store.revokeToken({ issuer, jti: 'later' });
    offset = 10_500;

    expect(replica.check({ issuer, jti: 'meanwhile' })).toBe('unknown');
    expect(replica.health().state).toBe('stale');
    expect(replica.health().lagSeconds).toBeGreaterThan(10);
    proxy.cut();
    await proxy.resume();
    const answers = await answersUntilFresh(replica, { issuer, jti: 'later' });

    expect(answers).not.toContain('ok');
    expect(replica.check({ issuer, jti: 'meanwhile' })).toBe('revoked');
    expect(replica.check({ issuer, jti: 'never' })).toBe('ok');
    expect(told.filter((name) => name !== 'replicaFailed')).toEqual(['replicaReady', 'replicaStale', 'replicaFresh']);
  });

  it('V5 · a reader on a node that is cut off answers, and makes nothing fresh', async () => {
    const isolated = await startRedisServer();
    opened.push(() => void isolated.stop());
    const { replica, store, told } = await start({ lagBudget: 1 }, { readerPort: isolated.port });
    const elsewhere = new RedisRevocationStore({ client: (await open(isolated.port)).client });
    const reader = (await open(isolated.port)).client;
    const neighbour = new RedisRevocationReplica({ store: elsewhere, reader, heartbeatInterval: 0.1 });
    opened.push(() => {
      neighbour.close();
    });
    await neighbour.hydrate();
    await store.revokeToken({ issuer, jti: 'a' });

    await expect(replica.hydrate()).rejects.toThrow('A store that the decision needs is not available.');
    expect(replica.check({ issuer, jti: 'a' })).toBe('unknown');
    expect(told).toContain('replicaFailed');
  });

  it('V5 · what is known to be revoked stays so when the replica is stale', async () => {
    const { store, replica } = await start({}, { readerPort: proxy.port });
    await store.revokeToken({ issuer, jti: 'known' });
    await replica.hydrate();
    proxy.hang();
    await store.revokeToken({ issuer, jti: 'new' });
    hours = 1;

    expect(replica.check({ issuer, jti: 'known' })).toBe('revoked');
    expect(replica.check({ issuer, jti: 'other' })).toBe('unknown');
    await expect(replica.lookup({ issuer, jti: 'new' })).resolves.toBe('revoked');
  });

  it('V4, V5, A5 · loads the snapshot anew when the stream was trimmed beyond what it has read', async () => {
    const { store, replica, told } = await start({}, { readerPort: proxy.port });
    await replica.hydrate();
    proxy.hang();
    await store.revokeToken({ issuer, jti: 'trimmed' });
    await server.command(['XTRIM', stream, 'MAXLEN', '0']);
    proxy.cut();
    await proxy.resume();

    await until(() => replica.check({ issuer, jti: 'trimmed' }) === 'revoked');
    await until(() => told.includes('replicaGap'));
    await until(() => replica.check({ issuer, jti: 'never' }) === 'ok');
  });

  it('V4, T14 · survives a flush, and keeps what it knew', async () => {
    const { store, replica, told } = await start();
    await store.revokeToken({ issuer, jti: 'before' });
    await replica.hydrate();
    await server.command(['FLUSHALL']);
    await until(() => told.includes('replicaGap'));
    await store.revokeToken({ issuer, jti: 'after' });

    await until(() => replica.check({ issuer, jti: 'after' }) === 'revoked');
    expect(replica.check({ issuer, jti: 'before' })).toBe('revoked');
    await until(() => replica.check({ issuer, jti: 'never' }) === 'ok');
  });

  it('V4 · loads the snapshot anew when the stream of the primary ends before what it has read', async () => {
    const { store, replica, told } = await start({ lagBudget: 1 });
    const future = `${Date.now() + 60_000}-0`;
    await server.command(['XADD', stream, future, 'p', '0-0', 'h', 'from a clock that runs ahead']);
    await replica.hydrate();
    await server.command(['DEL', stream]);
    await store.revokeToken({ issuer, jti: 'after' });

    await until(() => replica.check({ issuer, jti: 'after' }) === 'revoked');
    expect(told).toContain('replicaGap');
    await until(() => replica.check({ issuer, jti: 'never' }) === 'ok');
  });

  it('V7, A2 · looks up what it cannot hold, says so, and is whole again when there is room', async () => {
    const { store, replica, told } = await start({ maxEntries: 10 });
    for (let index = 0; index < 12; index += 1) await store.revokeToken({ issuer, jti: `jti-${index}` });
    await replica.hydrate();

    expect(told).toContain('replicaPartial');
    expect(replica.health()).toMatchObject({ state: 'partial', entries: 10 });
    const verdicts = Array.from({ length: 12 }, (_, index) => replica.check({ issuer, jti: `jti-${index}` }));
    expect(verdicts.filter((verdict) => verdict === 'revoked')).toHaveLength(10);
    expect(await Promise.all(verdicts.map(async (verdict) => verdict))).toEqual(Array<string>(12).fill('revoked'));
    await expect(replica.check({ issuer, jti: 'never' })).resolves.toBe('ok');

    await server.command(['FLUSHALL']);
    hours = 31 * 24;
    await until(() => replica.health().state === 'fresh');
    expect(replica.check({ issuer, jti: 'never' })).toBe('ok');
    expect(told.filter((name) => name === 'replicaPartial')).toHaveLength(2);
  });

  it('A5, L-11 · recovers by itself when Redis was away', async () => {
    const { store, replica, told } = await start({}, { readerPort: proxy.port, storePort: proxy.port });
    await replica.hydrate();
    await proxy.refuse();
    await until(() => told.includes('replicaFailed'));
    offset = 11_000;
    expect(replica.check({ issuer, jti: 'any' })).toBe('unknown');
    await expect(replica.lookup({ issuer, jti: 'any' })).rejects.toThrow();
    await proxy.resume();

    await until(() => replica.check({ issuer, jti: 'any' }) === 'ok');
    await store.revokeToken({ issuer, jti: 'any' });
    await until(() => replica.check({ issuer, jti: 'any' }) === 'revoked');
  });

  it('L-13, A5 · fails closed on a snapshot that is malformed', async () => {
    await server.command(['HSET', '{jwt-guard:revocation}:entries', '["token"', '[1]']);
    const { replica } = await start();

    await expect(replica.hydrate()).rejects.toMatchObject({ status: 503 });
    expect(replica.check({ issuer, jti: 'any' })).toBe('unknown');
    await server.command(['DEL', '{jwt-guard:revocation}:entries']);
    await until(() => replica.check({ issuer, jti: 'any' }) === 'ok');
  });

  it('A6 · answers unknown after close, and reads no more', async () => {
    const { store, replica } = await start();
    await replica.hydrate();
    replica.close();
    await store.revokeToken({ issuer, jti: 'late' });

    expect(replica.check({ issuer, jti: 'late' })).toBe('unknown');
    await expect(replica.hydrate()).rejects.toMatchObject({ status: 503 });
  });

  it('V5 · refuses options that would make it unsafe, naming them', async () => {
    const { client } = await open(server.port);
    const store = new RedisRevocationStore({ client });
    const reader = (await open(server.port)).client;

    expect(() => new RedisRevocationReplica({ store, reader: client })).toThrow(/reader.*connection of its own/);
    expect(() => new RedisRevocationReplica({ store: {} as never, reader })).toThrow(/store/);
    expect(() => new RedisRevocationReplica({ store, reader, lagBudget: 0 })).toThrow(/lagBudget/);
    expect(() => new RedisRevocationReplica({ store, reader, heartbeatInterval: 6 })).toThrow(/heartbeatInterval/);
    expect(() => new RedisRevocationReplica({ store, reader, maxEntries: 0 })).toThrow(/maxEntries/);
    expect(() => new RedisRevocationReplica({ store, reader, lag: 1 } as never)).toThrow(/lag/);
  });
});

async function answersUntilFresh(
  replica: RedisRevocationReplica,
  token: RevocableToken,
): Promise<Set<RevocationVerdict | Promise<RevocationVerdict>>> {
  const answers = new Set<RevocationVerdict | Promise<RevocationVerdict>>();
  await until(() => {
    answers.add(replica.check(token));
    return replica.health().state === 'fresh';
  });
  return answers;
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error('It does not become so.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
