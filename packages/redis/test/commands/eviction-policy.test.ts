import { Redis } from 'ioredis';

import { RedisSigningKeyStore } from '@jwt-guard/redis/keys';
import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { eventually } from '../support/eventually.js';
import { newSession } from '../support/sessions.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;

describeRedis('the eviction policy of Redis', () => {
  let server: RedisServer;
  let client: Redis;
  const warnings = import.meta.jest.spyOn(process, 'emitWarning');
  beforeEach(async () => {
    warnings.mockReset().mockImplementation(() => undefined);
    server = await startRedisServer({ maxMemoryPolicy: 'allkeys-lru' });
    client = new Redis(server.port, { retryStrategy: () => 50 });
    client.on('error', () => undefined);
  });
  afterEach(async () => {
    client.disconnect();
    await server.stop();
  });
  afterAll(() => {
    warnings.mockRestore();
  });

  it('L-14 · is warned of once, where it throws sessions away', async () => {
    const store = new RedisRefreshTokenStore({ client });
    expect(store.health()).toEqual({});
    await store.hydrate();
    await store.hydrate();
    await store.start(newSession());
    expect(warnings.mock.calls).toEqual([
      [expect.stringMatching(/maxmemory-policy is allkeys-lru/), 'JwtGuardWarning'],
    ]);
    expect(store.health()).toEqual({ policy: 'allkeys-lru', evicts: true });
  });

  it('L-14 · is checked at the first use too, without being asked for', async () => {
    const store = new RedisSigningKeyStore({ client, name: 'ring' });
    await store.load();
    await eventually(() => {
      expect(store.health()).toEqual({ policy: 'allkeys-lru', evicts: true });
      return Promise.resolve();
    });
    expect(warnings).toHaveBeenCalledTimes(1);
  });

  it('L-14 · refuses to work, where that is wanted', async () => {
    const store = new RedisRefreshTokenStore({ client, evictionPolicy: 'refuse' });
    await expect(store.hydrate()).rejects.toMatchObject({ code: 'invalid_option', option: 'evictionPolicy' });
    await expect(store.start(newSession())).rejects.toMatchObject({ code: 'invalid_option' });
    await server.command(['CONFIG', 'SET', 'maxmemory-policy', 'noeviction']);
    const repaired = new RedisRefreshTokenStore({ client, evictionPolicy: 'refuse' });
    await repaired.start(newSession());
    await repaired.start(newSession());
    await expect(repaired.hydrate()).resolves.toBeUndefined();
    expect(repaired.health()).toEqual({ policy: 'noeviction', evicts: false });
    expect(warnings).not.toHaveBeenCalled();
  });

  it('L-14 · is read from INFO where CONFIG is forbidden, and the warning says so where both are', async () => {
    await server.command(['ACL', 'SETUSER', 'default', '-config']);
    const store = new RedisRefreshTokenStore({ client });
    await store.hydrate();
    expect(store.health()).toMatchObject({ policy: 'allkeys-lru' });

    await server.command(['ACL', 'SETUSER', 'default', '-info']);
    const blind = new RedisRefreshTokenStore({ client });
    await blind.hydrate();
    expect(blind.health()).toEqual({});
    expect(warnings.mock.lastCall).toEqual([
      expect.stringMatching(/must not read the maxmemory-policy/),
      'JwtGuardWarning',
    ]);
  });

  it('L-11, L-14 · is asked for at the next use, where Redis was away at the first', async () => {
    const store = new RedisRefreshTokenStore({ client, commandTimeout: 100 });
    server.suspend();
    await expect(store.find('a')).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(store.health()).toEqual({});
    server.resume();
    await eventually(async () => {
      await store.find('a');
      expect(store.health()).toMatchObject({ evicts: true });
    });
  });

  it('L-11, L-14 · is asked for again after an outage', async () => {
    const store = new RedisRefreshTokenStore({ client, commandTimeout: 100 });
    server.suspend();
    await expect(store.hydrate()).rejects.toMatchObject({ code: 'store_unavailable' });
    server.resume();
    await eventually(() => store.hydrate());
    expect(store.health()).toMatchObject({ evicts: true });
  });
});
