import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer, RedisServerOptions } from '@jwt-guard/testing/redis';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
const started: RedisServer[] = [];
const start = async (options?: RedisServerOptions): Promise<RedisServer> => {
  const server = await startRedisServer(options);
  started.push(server);
  return server;
};

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});

describeRedis('startRedisServer', () => {
  it('answers commands, with hostile bytes in them', async () => {
    const server = await start();
    const value = 'line\r\nbreak\0 "quote" 😀';
    expect(await server.command(['SET', 'key', value])).toBe('OK');
    expect(await server.command(['GET', 'key'])).toBe(value);
    expect(await server.command(['GET', 'other'])).toBeNull();
    expect(await server.command(['INCR', 'number'])).toBe(1);
    expect(await server.command(['EVAL', 'return {1, "a", {false, ""}, redis.call("KEYS", "none*")}', '0'])).toEqual([
      1,
      'a',
      [null, ''],
      [],
    ]);
  });

  it('answers long values', async () => {
    const server = await start();
    const value = 'x'.repeat(1 << 20);
    await server.command(['SET', 'key', value]);
    expect(await server.command(['GET', 'key'])).toBe(value);
  });

  it('rejects on an error reply', async () => {
    const server = await start();
    await expect(server.command(['NO-SUCH'])).rejects.toThrow('unknown command');
  });

  it('runs with a memory bound and a policy', async () => {
    const server = await start({ maxMemory: '64mb', maxMemoryPolicy: 'allkeys-lru', settings: { hz: '50' } });
    expect(await server.command(['CONFIG', 'GET', 'maxmemory'])).toEqual(['maxmemory', String(64 << 20)]);
    expect(await server.command(['CONFIG', 'GET', 'maxmemory-policy'])).toEqual(['maxmemory-policy', 'allkeys-lru']);
    expect(server.config).toMatchObject({ maxmemory: '64mb', 'maxmemory-policy': 'allkeys-lru', hz: '50' });
  });

  it('demands a password', async () => {
    const server = await start({ password: 'p@ss' });
    expect(server.url).toBe(`redis://:p%40ss@127.0.0.1:${server.port}`);
    expect(await server.command(['PING'])).toBe('PONG');
  });

  it('keeps acknowledged writes over a SIGKILL, with appendOnly', async () => {
    const server = await start({ appendOnly: true });
    await server.command(['SET', 'key', 'value']);
    await server.kill();
    await expect(server.command(['PING'])).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await server.restart();
    expect(await server.command(['GET', 'key'])).toBe('value');
  });

  it('starts empty without it', async () => {
    const server = await start();
    await server.command(['SET', 'key', 'value']);
    await server.restart();
    expect(await server.command(['GET', 'key'])).toBeNull();
  });

  it('answers nothing while it is suspended', async () => {
    const server = await start();
    server.suspend();
    const settled: string[] = [];
    const reply = server.command(['PING']).then((text) => settled.push(String(text)));
    await delay(50);
    expect(settled).toEqual([]);
    server.resume();
    await reply;
    expect(settled).toEqual(['PONG']);
  });

  it('starts many at once, each with data of its own', async () => {
    const servers = await Promise.all(Array.from({ length: 4 }, () => start()));
    await Promise.all(servers.map((server, index) => server.command(['SET', 'key', String(index)])));
    const values = await Promise.all(servers.map((server) => server.command(['GET', 'key'])));
    expect(values).toEqual(['0', '1', '2', '3']);
  });

  it('leaves no files behind, also when it was stopped twice or while it was suspended', async () => {
    const server = await start();
    expect(existsSync(String(server.config['dir']))).toBe(true);
    server.suspend();
    await server.stop();
    await server.stop();
    expect(existsSync(String(server.config['dir']))).toBe(false);
  });

  it('says what Redis says when it does not start', async () => {
    await expect(startRedisServer({ settings: { 'maxmemory-policy': 'never' } })).rejects.toThrow(/maxmemory-policy/);
  });

  it('refuses an option that does not exist', async () => {
    await expect(startRedisServer({ maxmemory: '1mb' } as RedisServerOptions)).rejects.toThrow('maxmemory');
  });
});
