import { RedisSigningKeyStore } from '@jwt-guard/redis/keys';
import type { RedisSigningKeyStoreOptions } from '@jwt-guard/redis/keys';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { singleClients } from '../support/clients.js';
import type { TestClient } from '../support/clients.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
const client = { sendCommand: () => Promise.resolve(null) };
const unavailable = { code: 'store_unavailable', status: 503 };

describe('the options of a key ring store', () => {
  it.each<[string, Partial<Record<keyof RedisSigningKeyStoreOptions | 'ttl', unknown>>]>([
    ['name', { name: '' }],
    ['name', { name: undefined }],
    ['prefix', { prefix: '{one-slot}' }],
    ['prefix', { prefix: '' }],
    ['commandTimeout', { commandTimeout: 0 }],
    ['replicas', { replicas: 0.5 }],
    ['evictionPolicy', { evictionPolicy: 'ignore' }],
    ['client', { client: undefined }],
    ['ttl', { ttl: 60 }],
  ])('names %s when it is wrong', (option, wrong) => {
    const options = { client, name: 'ring', ...wrong } as unknown as RedisSigningKeyStoreOptions;
    expect(() => new RedisSigningKeyStore(options)).toThrow(new RegExp(`^${option}: `));
  });
});

describe('a key ring store', () => {
  it('T12, L-13 · is unavailable when the answer makes no sense', async () => {
    const talkative = { sendCommand: () => Promise.resolve('what') };
    const store = new RedisSigningKeyStore({ client: talkative, name: 'ring' });
    await expect(store.load()).rejects.toMatchObject(unavailable);
    await expect(store.replace('sealed', 0)).resolves.toBe(false);
  });
});

describeRedis.each(singleClients)('a key ring in Redis, by $name', (kind) => {
  let server: RedisServer;
  let opened: TestClient;
  beforeAll(async () => {
    server = await startRedisServer();
    opened = await kind.open(server.port);
  });
  afterAll(async () => {
    opened.close();
    await server.stop();
  });

  it('T4, T5 · is one hash that never expires, shared by those who name the same ring', async () => {
    const store = new RedisSigningKeyStore({ client: opened.client, name: 'https://issuer.test', prefix: 'app' });
    await expect(store.replace('sealed', 0)).resolves.toBe(true);
    const [key, ...more] = (await server.command(['KEYS', 'app:keys:*'])) as string[];
    expect(more).toEqual([]);
    expect(await server.command(['TTL', key ?? ''])).toBe(-1);
    expect(await server.command(['HGETALL', key ?? ''])).toEqual(['version', '1', 'sealed', 'sealed']);
    const other = new RedisSigningKeyStore({ client: opened.client, name: 'https://other.test', prefix: 'app' });
    await expect(other.load()).resolves.toBeUndefined();
  });

  it('T12, L-13 · is unavailable where the key holds something else', async () => {
    const store = new RedisSigningKeyStore({ client: opened.client, name: 'spoiled', prefix: 'spoiled' });
    await store.replace('sealed', 0);
    const [key = ''] = (await server.command(['KEYS', 'spoiled:keys:*'])) as string[];
    await server.command(['HSET', key, 'version', 'x']);
    await expect(store.load()).rejects.toMatchObject(unavailable);
    await server.command(['SET', key, 'text']);
    await expect(store.load()).rejects.toMatchObject(unavailable);
    await expect(store.replace('sealed', 1)).rejects.toMatchObject(unavailable);
  });

  it('L-14 · tells what its Redis does when memory is full', async () => {
    const store = new RedisSigningKeyStore({ client: opened.client, name: 'ring' });
    await store.hydrate();
    expect(store.health()).toEqual({ policy: 'noeviction', evicts: false });
  });

  it('T14 · has no replacement that no replica acknowledged', async () => {
    const store = new RedisSigningKeyStore({ client: opened.client, name: 'ring', replicas: 1, commandTimeout: 100 });
    await expect(store.replace('sealed', 0)).rejects.toMatchObject(unavailable);
  });
});
