import { setTimeout as pause } from 'node:timers/promises';

import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { singleClients } from '../support/clients.js';
import type { TestClient } from '../support/clients.js';
import { eventually } from '../support/eventually.js';
import { newSession, rotation } from '../support/sessions.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
const unavailable = { code: 'store_unavailable', status: 503 };
const commandTimeout = 150;

describeRedis.each(singleClients)('a store of sessions on a faulty Redis, by $name', (kind) => {
  let server: RedisServer;
  let opened: TestClient;
  let store: RedisRefreshTokenStore;
  beforeEach(async () => {
    server = await startRedisServer({ appendOnly: true });
    opened = await kind.open(server.port);
    store = new RedisRefreshTokenStore({ client: opened.client, commandTimeout });
  });
  afterEach(async () => {
    opened.close();
    await server.stop();
  });

  it('T12, L-11 · is unavailable while the server hangs, and takes no rotation that its caller has given up', async () => {
    const session = await store.start(newSession());
    await store.rotate(rotation(session));
    server.suspend();
    await expect(store.rotate(rotation(session, { counter: 1 }))).rejects.toMatchObject(unavailable);
    await pause(5);
    server.resume();

    // Had the late rotation been taken, this one would be a reuse, and its user a thief.
    const verdict = await eventually(() => store.rotate(rotation(session, { counter: 1, graceMs: 0 })));
    expect(verdict).toMatchObject({ outcome: 'rotated', counter: 2 });
  });

  it('T12, L-11 · starts no session that comes too late', async () => {
    await store.rotate(rotation({ id: 'unknown' }));
    server.suspend();
    const late = newSession();
    await expect(store.start(late)).rejects.toMatchObject(unavailable);
    await pause(2 * commandTimeout);
    server.resume();

    await expect(eventually(() => store.find(late.id))).resolves.toBeUndefined();
  });

  it('T7, T12, L-11, L-26 · is unavailable while the server is down, and remembers every rotation when it is back', async () => {
    const session = await store.start(newSession());
    await store.rotate(rotation(session));
    const revoked = await store.start(newSession());
    await store.revoke(revoked.id);
    await server.kill();
    await expect(store.rotate(rotation(session, { counter: 1 }))).rejects.toMatchObject(unavailable);
    await expect(store.find(session.id)).rejects.toMatchObject(unavailable);
    await expect(store.list(session)).rejects.toMatchObject(unavailable);
    await server.restart();

    await expect(eventually(() => store.rotate(rotation(revoked)))).resolves.toMatchObject({ outcome: 'revoked' });
    await expect(store.rotate(rotation(session, { counter: 1 }))).resolves.toMatchObject({ outcome: 'rotated' });
    await expect(store.rotate(rotation(session, { graceMs: 60_000 }))).resolves.toMatchObject({ outcome: 'reused' });
  });

  it('T12 · goes on after the scripts were flushed', async () => {
    const session = await store.start(newSession());
    await server.command(['SCRIPT', 'FLUSH']);
    await expect(store.rotate(rotation(session))).resolves.toMatchObject({ outcome: 'rotated' });
    await server.command(['SCRIPT', 'FLUSH']);
    await expect(store.revoke(session.id)).resolves.toMatchObject({ id: session.id });
  });

  it('T14, L-14 · tells that a revocation was not stored when memory is full', async () => {
    const session = await store.start(newSession());
    await server.command(['CONFIG', 'SET', 'maxmemory', '1']);
    const failure = store.revoke(session.id);
    await expect(failure).rejects.toMatchObject(unavailable);
    await expect(failure).rejects.toMatchObject({ cause: { message: expect.stringContaining('OOM') as string } });
    await expect(store.start(newSession())).rejects.toMatchObject(unavailable);

    await server.command(['CONFIG', 'SET', 'maxmemory', '0']);
    await store.revoke(session.id);
    await expect(store.find(session.id)).resolves.toBeUndefined();
  });

  it('L-13 · is unavailable where the key holds something else', async () => {
    const session = await store.start(newSession());
    const key = `jwt-guard:session:${session.id}`;
    await server.command(['HSET', key, 's', 'no JSON']);
    await expect(store.find(session.id)).rejects.toMatchObject(unavailable);
    await server.command(['HSET', key, 's', '{}', 'r', 'soon']);
    await expect(store.find(session.id)).rejects.toMatchObject(unavailable);
    await server.command(['SET', key, 'text']);
    await expect(store.rotate(rotation(session))).rejects.toMatchObject(unavailable);
    await expect(store.revoke(session.id)).rejects.toMatchObject(unavailable);
  });

  it('T13 · holds nothing that a token could be made of', async () => {
    const session = await store.start(newSession());
    const fields = await server.command(['HKEYS', `jwt-guard:session:${session.id}`]);
    expect(new Set(fields as string[])).toEqual(new Set(['s', 'p', 'c', 'k', 'r', 'e', 'i', 'h', 'g', 'a']));
  });

  it('T14 · forgets a session at its absolute expiry, and its index not before', async () => {
    const session = await store.start(newSession());
    const [id] = (await server.command(['KEYS', '*:session:*'])) as string[];
    expect(Number(await server.command(['PEXPIRETIME', id ?? '']))).toBe(session.expiresAtMs);
    const indexes = (await server.command(['KEYS', '*:sessions:*'])) as string[];
    expect(indexes).toHaveLength(2);
    for (const key of indexes)
      expect(Number(await server.command(['PEXPIRETIME', key]))).toBeGreaterThan(session.expiresAtMs);
  });
});
