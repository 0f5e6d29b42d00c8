import { MemoryRevocationStore } from '../../src/revocation/memory-revocation-store.js';
import type { MemoryRevocationStoreOptions } from '../../src/revocation/memory-revocation-store.js';
import { errorWith } from '../support/expectations.js';

const issuer = 'https://auth.example.com';
const now = 1_800_000_000;

/** A store whose clock the test sets. */
function storeAt(options: MemoryRevocationStoreOptions = {}): {
  readonly store: MemoryRevocationStore;
  readonly setClock: (seconds: number) => void;
} {
  let seconds = now;
  return {
    store: new MemoryRevocationStore({ maxLifetime: 3_600, clock: () => seconds * 1_000, ...options }),
    setClock: (value) => {
      seconds = value;
    },
  };
}

const token = { issuer, jti: 'j', sessionId: 's', subject: 'alice', clientId: 'web', issuedAt: now };

describe('MemoryRevocationStore', () => {
  it('V1 · L-01 · answers at once, without a promise', async () => {
    const { store } = storeAt();
    expect(store.check(token)).toBe('ok');
    await store.revokeToken({ issuer, jti: 'j', expiresAt: now + 600 });
    expect(store.check(token)).toBe('revoked');
    await expect(store.lookup(token)).resolves.toBe('revoked');
    await expect(store.lookup({ ...token, jti: 'other' })).resolves.toBe('ok');
  });

  it('V1 · L-07 · revokes a session with all its tokens, those too that come later', async () => {
    const { store } = storeAt();
    await store.revokeSession({ issuer, sessionId: 's' });
    expect(store.check({ ...token, jti: 'later', issuedAt: now + 60 })).toBe('revoked');
    expect(store.check({ ...token, sessionId: 'other' })).toBe('ok');
  });

  it('V1 · L-03 · revokes what a subject, a client and an issuer have until now', async () => {
    for (const revoke of [
      (store: MemoryRevocationStore) => store.revokeSubject({ issuer, subject: 'alice' }),
      (store: MemoryRevocationStore) => store.revokeClient({ issuer, clientId: 'web' }),
      (store: MemoryRevocationStore) => store.revokeIssuer({ issuer }),
    ]) {
      const { store } = storeAt();
      await revoke(store);
      expect(store.check(token)).toBe('revoked');
      expect(store.check({ ...token, issuedAt: now + 1 })).toBe('ok');
      expect(store.check({ ...token, issuer: 'https://other.example.com' })).toBe('ok');
      await expect(store.watermark(token)).resolves.toBe(now);
    }
  });

  it('V1 · spares the session from which a subject is logged out everywhere else', async () => {
    const { store } = storeAt();
    await store.revokeSubject({ issuer, subject: 'alice', exceptSession: 's' });
    expect(store.check(token)).toBe('ok');
    expect(store.check({ ...token, sessionId: 'other' })).toBe('revoked');
    await expect(store.watermark({ issuer, subject: 'alice', sessionId: 's' })).resolves.toBeUndefined();
  });

  it('can be told the same twice', async () => {
    const { store } = storeAt();
    for (let time = 0; time < 2; time += 1) {
      await store.revokeToken({ issuer, jti: 'j' });
      await store.revokeSubject({ issuer, subject: 'alice' });
    }
    expect(store.health()).toEqual({ state: 'fresh', entries: 2 });
  });

  it.each([
    ['fractional', now + 599.5, 600],
    ['1e308', 1e308, 3_600],
    ['missing', undefined, 3_600],
    ['just past, within the tolerance of clocks', now - 1, -1],
  ])('V2, L-09 · keeps a token whose exp is %s until verifiers refuse it anyway', async (_exp, expiresAt, until) => {
    const { store, setClock } = storeAt();
    await store.revokeToken({ issuer, jti: 'j', ...(expiresAt !== undefined && { expiresAt }) });
    setClock(now + until + 309);
    expect(store.check(token)).toBe('revoked');
    setClock(now + until + 310 + 60);
    expect(store.check(token)).toBe('ok');
    expect(store.health().entries).toBe(0);
  });

  it.each([now - 311, 0, -1e308])('L-09 · stores nothing for a token that expired at %d', async (expiresAt) => {
    const { store } = storeAt();
    await store.revokeToken({ issuer, jti: 'j', expiresAt });
    expect(store.health().entries).toBe(0);
  });

  it('A2, V7 · refuses to revoke when it is full, and forgets nothing for it', async () => {
    const { store, setClock } = storeAt({ maxEntries: 1 });
    await store.revokeToken({ issuer, jti: 'j', expiresAt: now + 60 });
    await expect(store.revokeSession({ issuer, sessionId: 's' })).rejects.toMatchObject({
      name: 'StoreUnavailableError',
      status: 503,
      cause: { message: 'the store holds its maximum of entries' },
    });
    expect(store.check(token)).toBe('revoked');
    setClock(now + 600);
    await expect(store.revokeSession({ issuer, sessionId: 's' })).resolves.toBeUndefined();
  });

  it('tells the longest lifetime: 24 hours unless told otherwise', () => {
    expect(new MemoryRevocationStore().maxLifetimeSeconds).toBe(86_400);
    expect(storeAt().store.maxLifetimeSeconds).toBe(3_600);
    expect(() => new MemoryRevocationStore({ maxLifetime: 59 })).toThrow(errorWith({ option: 'maxLifetime' }));
  });
});
