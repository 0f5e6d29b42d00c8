import { MemoryRefreshTokenStore } from '@jwt-guard/issuer';
import type { NewSession } from '@jwt-guard/issuer';

const time = { nowMs: 0 };
const clock = () => time.nowMs;
const sessionOf = (id: string, changes: Partial<NewSession> = {}): NewSession => ({
  id,
  issuer: 'https://auth.example.com',
  subject: 'alice',
  clientId: 'web',
  scopes: [],
  audience: ['x'],
  lifetimeMs: 10_000,
  idleLifetimeMs: 5_000,
  secretId: 's1',
  ...changes,
});

beforeEach(() => {
  time.nowMs = 1_000_000;
});

describe('MemoryRefreshTokenStore', () => {
  it('A2 · forgets what has expired absolutely, a few at each login', async () => {
    const store = new MemoryRefreshTokenStore({ clock });
    for (let index = 0; index < 100; index += 1) await store.start(sessionOf(`old-${index}`));
    time.nowMs += 10_000;
    for (let index = 0; index < 120; index += 1)
      await store.start(sessionOf(`new-${index}`, { lifetimeMs: 1_000_000, idleLifetimeMs: 1_000_000 }));
    expect(store.size).toBe(120);
    expect(await store.list({ issuer: 'https://auth.example.com', subject: 'alice' })).toHaveLength(120);
  });

  it('A2, T12 · refuses a login when it is full, with 503, until something expires', async () => {
    const store = new MemoryRefreshTokenStore({ clock, maxSessions: 2 });
    await store.start(sessionOf('one', { lifetimeMs: 20_000 }));
    await store.start(sessionOf('two'));
    await expect(store.start(sessionOf('three'))).rejects.toMatchObject({ status: 503 });
    time.nowMs += 10_000;
    await store.start(sessionOf('three'));
    expect(store.size).toBe(2);
  });

  it('A2, L-27 · keeps an unknown id revoked for a minute, and not for ever', async () => {
    const store = new MemoryRefreshTokenStore({ clock, maxSessions: 2 });
    expect(await store.revoke('a')).toBeUndefined();
    await store.revoke('a');
    await store.revoke('b');
    await expect(store.revoke('c')).rejects.toMatchObject({ status: 503 });
    time.nowMs += 59_999;
    await expect(store.start(sessionOf('a'))).rejects.toThrow('exists');
    time.nowMs += 1;
    await store.start(sessionOf('a'));
    await store.revoke('c');
  });

  it('lists by last use, and keeps owners apart', async () => {
    const store = new MemoryRefreshTokenStore({ clock });
    await store.start(sessionOf('one'));
    time.nowMs += 1;
    await store.start(sessionOf('two'));
    await store.start(sessionOf('other', { issuer: 'https://other.example.com' }));
    const alice = { issuer: 'https://auth.example.com', subject: 'alice' };
    expect((await store.list(alice)).map(({ id }) => id)).toEqual(['two', 'one']);
    const ids: string[] = [];
    for await (const id of store.sessionIds({ issuer: alice.issuer, clientId: 'web' })) ids.push(id);
    expect(ids).toEqual(['one', 'two']);
  });

  it('T14 · confirms only what was revoked', async () => {
    const store = new MemoryRefreshTokenStore({ clock });
    await store.start(sessionOf('one'));
    await store.confirmRevocation('one');
    await store.confirmRevocation('unknown');
    expect(await store.find('one')).toMatchObject({ id: 'one' });
    await store.revoke('one');
    expect(await store.find('one')).toBeUndefined();
  });

  it.each([{ clock: 1 }, { maxSessions: 0 }, { maxSessions: 1.5 }, { size: 1 }])(
    'refuses wrong options: %j',
    (options) => {
      expect(() => new MemoryRefreshTokenStore(options as never)).toThrow(
        expect.objectContaining({ code: 'invalid_option' }) as Error,
      );
    },
  );
});
