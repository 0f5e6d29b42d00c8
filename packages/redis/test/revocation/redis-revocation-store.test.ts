import { RedisRevocationStore } from '@jwt-guard/redis/revocation';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { singleClients } from '../support/clients.js';
import type { TestClient } from '../support/clients.js';
import { eventually } from '../support/eventually.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
const unavailable = { code: 'store_unavailable', status: 503 };
const issuer = 'https://issuer.example';
const entries = '{jwt-guard:revocation}:entries';
const token = { issuer, jti: 'a', sessionId: 's', subject: 'u', clientId: 'c', issuedAt: 1 };

describeRedis.each(singleClients)('revocations in Redis, by $name', (kind) => {
  let server: RedisServer;
  let opened: TestClient;
  let store: RedisRevocationStore;
  beforeEach(async () => {
    server = await startRedisServer();
    opened = await kind.open(server.port);
    store = new RedisRevocationStore({ client: opened.client, commandTimeout: 500 });
  });
  afterEach(async () => {
    opened.close();
    await server.stop();
  });

  const field = (...names: string[]): string => JSON.stringify(names);
  const plant = (name: string, state: string): Promise<unknown> => server.command(['HSET', entries, name, state]);
  const planted = async (name: string): Promise<unknown> =>
    JSON.parse(String(await server.command(['HGET', entries, name])));

  it('V1, L-15 · asks for all levels by one command', async () => {
    await store.check(token);
    await server.command(['CONFIG', 'RESETSTAT']);
    await store.check(token);

    const stats = String(await server.command(['INFO', 'commandstats']));
    expect(/cmdstat_hmget:calls=(\d+)/.exec(stats)?.[1]).toBe('1');
  });

  it.each([
    ['a fraction', (now: number) => now + 100.5, (now: number) => now + 411],
    ['a huge number', () => 1e308, (now: number) => now + 86_710],
    ['the past', () => 1, (now: number) => now + 310],
    ['less than nothing', () => -1e308, (now: number) => now + 310],
    ['nothing', () => undefined, (now: number) => now + 86_710],
  ])('L-09, V2 · keeps the revocation of a token whose exp is %s', async (_name, exp, until) => {
    const [seconds] = (await server.command(['TIME'])) as [string];
    const expiresAt = exp(Number(seconds));
    await store.revokeToken({ issuer, jti: 'a', ...(expiresAt !== undefined && { expiresAt }) });

    await expect(store.check(token)).resolves.toBe('revoked');
    const [heldUntil] = (await planted(field('token', issuer, 'a'))) as [number];
    expect(heldUntil - until(Number(seconds))).toBeGreaterThanOrEqual(0);
    expect(heldUntil - until(Number(seconds))).toBeLessThanOrEqual(5);
  });

  it('V2, A2 · forgets what is needed no more, a little with each write', async () => {
    const expiry = '{jwt-guard:revocation}:expiry';
    const gone = Array.from({ length: 150 }, (_, index) => field('token', issuer, `old-${index}`));
    await server.command(['HSET', entries, ...gone.flatMap((name) => [name, '[1]'])]);
    await server.command(['ZADD', expiry, ...gone.flatMap((name) => ['1', name])]);
    await store.revokeClient({ issuer, clientId: 'c' });
    await expect(server.command(['HLEN', entries])).resolves.toBe(51);
    await store.revokeClient({ issuer, clientId: 'c' });

    await expect(server.command(['HLEN', entries])).resolves.toBe(1);
    await expect(server.command(['ZCARD', expiry])).resolves.toBe(1);
  });

  it('V1, L-03, L-05 · moves no watermark back, also where the clock of the server was', async () => {
    const later = Math.floor(Date.now() / 1000) + 5_000;
    await plant(field('subject', issuer, 'u'), `[9000000000,${later},${later - 10},"s"]`);
    await store.revokeSubject({ issuer, subject: 'u' });
    const [, at, otherwise, spared] = (await planted(field('subject', issuer, 'u'))) as unknown[];

    expect([at, otherwise, spared]).toEqual([later, later - 10, 's']);
    await expect(store.watermark({ issuer, subject: 'u', sessionId: 'other' })).resolves.toBe(later);
    await expect(store.watermark({ issuer, subject: 'u', sessionId: 's' })).resolves.toBe(later - 10);
    await expect(store.check({ issuer, subject: 'u', issuedAt: later })).resolves.toBe('revoked');
    await expect(store.check({ issuer, subject: 'u', issuedAt: later + 1 })).resolves.toBe('ok');
  });

  it.each(['', 'yes', '{}', '[]', '[-1]', '[1.5]', '[1,2]', '["1"]', '[1,2,3,4]', 'null'])(
    'L-13 · is unavailable where Redis holds %j instead of a revocation',
    async (state) => {
      await plant(field('token', issuer, 'a'), state);

      await expect(store.check(token)).rejects.toMatchObject(unavailable);
      expect(store.health()).toEqual({ state: 'fresh' });
    },
  );

  it.each(['[1]', '[1,2,3]', '[1,2,3,4]', '[1,2,"3","s"]', '[1,2,null,"s",5]', '[1,null]'])(
    'L-13, L-06 · is unavailable where Redis holds %j instead of a watermark',
    async (state) => {
      await plant(field('subject', issuer, 'u'), state);

      await expect(store.check(token)).rejects.toMatchObject(unavailable);
    },
  );

  it('L-11, A5 · is unavailable while keys are of another type, and when the server is down; then recovers', async () => {
    await server.command(['SET', entries, 'text']);
    await expect(store.check(token)).rejects.toMatchObject(unavailable);
    await expect(store.revokeToken({ issuer, jti: 'a' })).rejects.toMatchObject(unavailable);
    expect(store.health()).toEqual({ state: 'stale' });

    await server.kill();
    await expect(store.check(token)).rejects.toMatchObject(unavailable);
    await server.restart();
    await expect(eventually(() => store.check(token))).resolves.toBe('ok');
    await store.revokeToken({ issuer, jti: 'a' });
    await expect(store.lookup(token)).resolves.toBe('revoked');
    expect(store.health()).toEqual({ state: 'fresh' });
  });

  it('L-14 · says when a full memory takes no revocation', async () => {
    await store.revokeToken({ issuer, jti: 'before' });
    await server.command(['CONFIG', 'SET', 'maxmemory', '1']);

    await expect(store.revokeToken({ issuer, jti: 'a' })).rejects.toMatchObject(unavailable);
    await expect(store.check({ issuer, jti: 'before' })).resolves.toBe('revoked');
  });

  it('L-14 · refuses to work, where told so, on a Redis that evicts', async () => {
    await server.command(['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru']);
    const { client } = opened;
    const strict = new RedisRevocationStore({ client, evictionPolicy: 'refuse' });

    await expect(strict.hydrate()).rejects.toThrow(/noeviction/);
    await expect(strict.check(token)).rejects.toThrow(/noeviction/);
  });

  it('T14, L-11 · confirms no revocation that too few replicas have', async () => {
    const { client } = opened;
    const replicated = new RedisRevocationStore({ client, replicas: 1, commandTimeout: 300 });

    await expect(replicated.revokeSession({ issuer, sessionId: 's' })).rejects.toMatchObject(unavailable);
  });

  it('L-11 · goes on after the scripts were flushed', async () => {
    await store.revokeToken({ issuer, jti: 'a' });
    await server.command(['SCRIPT', 'FLUSH']);
    await store.revokeToken({ issuer, jti: 'b' });

    await expect(store.check({ issuer, jti: 'b' })).resolves.toBe('revoked');
  });

  it('V2 · keeps the data of prefixes apart, and refuses options that are wrong', async () => {
    const { client } = opened;
    const other = new RedisRevocationStore({ client, prefix: 'other', maxLifetime: 60 });
    await other.revokeIssuer({ issuer });

    await expect(store.check(token)).resolves.toBe('ok');
    await expect(other.check(token)).resolves.toBe('revoked');
    expect(other.maxLifetimeSeconds).toBe(60);
    expect(() => new RedisRevocationStore({ client, prefix: '{a}' })).toThrow(/prefix/);
    expect(() => new RedisRevocationStore({ client, maxLifetime: 59 })).toThrow(/maxLifetime/);
    expect(() => new RedisRevocationStore({ client, ttl: 1 } as never)).toThrow(/ttl/);
    other.close();
  });
});
