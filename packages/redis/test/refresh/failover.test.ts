import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';
import { redisServerAvailable, startRedisWithReplica } from '@jwt-guard/testing/redis';
import type { RedisWithReplica } from '@jwt-guard/testing/redis';

import { singleClients } from '../support/clients.js';
import type { TestClient } from '../support/clients.js';
import { eventually } from '../support/eventually.js';
import { newSession, rotation } from '../support/sessions.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
const unavailable = { code: 'store_unavailable', status: 503 };

describeRedis.each(singleClients)('a store of sessions with a replica, by $name', (kind) => {
  let pair: RedisWithReplica;
  let opened: TestClient;
  let store: RedisRefreshTokenStore;
  beforeEach(async () => {
    pair = await startRedisWithReplica();
    opened = await kind.open(pair.primary.port);
    store = new RedisRefreshTokenStore({ client: opened.client, replicas: 1, commandTimeout: 5_000 });
  }, 20_000);
  afterEach(async () => {
    opened.close();
    await pair.stop();
  });

  it('T14 · keeps logins and revocations that it acknowledged over a failover', async () => {
    const live = await store.start(newSession());
    const revoked = await store.start(newSession());
    const stolen = await store.start(newSession());
    await store.revoke(revoked.id);
    await store.rotate(rotation(stolen, { graceMs: 0 }));
    await expect(store.rotate(rotation(stolen, { graceMs: 0 }))).resolves.toMatchObject({ outcome: 'reused' });
    await pair.failover();

    const promoted = await kind.open(pair.replica.port);
    const after = new RedisRefreshTokenStore({ client: promoted.client });
    const verdicts = [];
    for (const { id } of [live, revoked, stolen]) verdicts.push((await after.rotate(rotation({ id }))).outcome);
    const listed = await after.list(live);
    promoted.close();
    expect(verdicts).toEqual(['rotated', 'revoked', 'revoked']);
    expect(listed.map(({ id }) => id)).toEqual([live.id]);
  }, 20_000);

  it('T12, T14 · is unavailable where no replica acknowledges a login or a revocation, but rotates', async () => {
    const session = await store.start(newSession());
    const impatient = new RedisRefreshTokenStore({ client: opened.client, replicas: 1, commandTimeout: 400 });
    pair.link.hang();
    await expect(impatient.revoke(session.id)).rejects.toMatchObject(unavailable);
    await expect(impatient.start(newSession())).rejects.toMatchObject(unavailable);
    const other = new RedisRefreshTokenStore({ client: opened.client, commandTimeout: 5_000 });
    const unreplicated = await other.start(newSession());
    await expect(store.rotate(rotation(unreplicated))).resolves.toMatchObject({ outcome: 'rotated' });

    await pair.link.resume();
    // Revoked already, but by a call that nobody confirmed: this one must not take that for granted.
    await pair.waitForSync();
    await expect(store.revoke(session.id)).resolves.toMatchObject({ id: session.id });
  }, 20_000);

  it('T12 · rotates while many logins wait for a replica that does not answer, and waits again when it does', async () => {
    const session = await store.start(newSession());
    const impatient = new RedisRefreshTokenStore({ client: opened.client, replicas: 1, commandTimeout: 500 });
    const codeOf = (login: Promise<unknown>): Promise<unknown> =>
      login.catch((error: unknown) => (error as { readonly code?: unknown }).code);
    // Else the server looks at its clock every 100 ms only.
    await pair.primary.command(['CONFIG', 'SET', 'hz', '200']);
    pair.link.hang();
    await expect(impatient.start(newSession())).rejects.toMatchObject(unavailable);
    await eventually(() => impatient.find(session.id));
    const logins = Array.from({ length: 3 }, () => codeOf(impatient.start(newSession())));
    await expect(impatient.rotate(rotation(session))).resolves.toMatchObject({ outcome: 'rotated' });
    expect(new Set(await Promise.all(logins))).toEqual(new Set(['store_unavailable']));

    await pair.link.resume();
    await pair.waitForSync();
    await expect(eventually(() => impatient.start(newSession()))).resolves.toMatchObject({ subject: 'user-1' });
  }, 20_000);

  it('T11 · goes on from a token whose rotation a failover has lost', async () => {
    const session = await store.start(newSession());
    await pair.waitForSync();
    pair.link.hang();
    await expect(store.rotate(rotation(session))).resolves.toMatchObject({ outcome: 'rotated', counter: 1 });
    await pair.failover();

    const promoted = await kind.open(pair.replica.port);
    const after = new RedisRefreshTokenStore({ client: promoted.client });
    const verdict = await after.rotate(rotation(session, { counter: 1 }));
    promoted.close();
    expect(verdict).toMatchObject({ outcome: 'fast_forwarded', counter: 2 });
  }, 20_000);

  it('L-11 · is unavailable on a replica, which is read-only', async () => {
    const reader = await kind.open(pair.replica.port);
    const wrong = new RedisRefreshTokenStore({ client: reader.client });
    const failure = wrong.start(newSession());
    await expect(failure).rejects.toMatchObject(unavailable);
    await expect(failure).rejects.toMatchObject({ cause: { message: expect.stringContaining('READONLY') as string } });
    reader.close();
  }, 20_000);
});
