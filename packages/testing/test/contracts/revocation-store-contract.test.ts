import { MemoryRevocationStore } from '@jwt-guard/core';
import type { RevocationStore, RevocationWriter } from '@jwt-guard/core';
import { revocationStoreContract } from '@jwt-guard/testing/contracts';

let now = 1_800_000_000_000;
const clock = (): number => now;
const advance = (milliseconds: number): void => {
  now += milliseconds;
};

describe('revocationStoreContract', () => {
  it.each(revocationStoreContract({ create: () => new MemoryRevocationStore({ clock }), advance }))(
    'V1, V2, L-01, L-03, L-05, L-07, L-09, L-10 · memory: $name',
    ({ run }) => run(),
  );

  it.each(revocationStoreContract(() => new MemoryRevocationStore()))(
    'V1, V2 · memory, by the real clock: $name',
    ({ run }) => run(),
  );
});

type Store = RevocationStore & RevocationWriter;

/** A memory store with some methods replaced. */
function broken(change: (sound: MemoryRevocationStore) => Partial<Store>): Store {
  const sound = new MemoryRevocationStore({ clock });
  const bound: Store = {
    maxLifetimeSeconds: sound.maxLifetimeSeconds,
    check: (token) => sound.check(token),
    revokeToken: (token) => sound.revokeToken(token),
    revokeSession: (session) => sound.revokeSession(session),
    revokeSubject: (subject) => sound.revokeSubject(subject),
    revokeClient: (client) => sound.revokeClient(client),
    revokeIssuer: (issuer) => sound.revokeIssuer(issuer),
    watermark: (token) => sound.watermark(token),
  };
  return { ...bound, ...change(sound) };
}

const faults: readonly { readonly title: string; readonly create: () => Store; readonly caughtBy: string }[] = [
  {
    title: 'V1 · a store that ignores the issuer of a token',
    create: () =>
      broken((sound) => ({
        check: (token) => sound.check({ ...token, issuer: 'any' }),
        revokeToken: (token) => sound.revokeToken({ ...token, issuer: 'any' }),
      })),
    caughtBy: 'V1, L-01 · revokes one token of one issuer, for every handle, whenever it was issued',
  },
  {
    title: 'V1 · a store that lets a token without iat pass a watermark',
    create: () =>
      broken((sound) => ({
        check: ({ issuedAt = Infinity, ...token }) => sound.check({ ...token, issuedAt }),
      })),
    caughtBy: 'V1 · revokes a token without iat, or with one that is no number, where a watermark stands',
  },
  {
    title: 'V1 · a store that compares with the exact time of the revocation',
    create: () =>
      broken((sound) => ({
        check: (token) =>
          sound.check(token.issuedAt === undefined ? token : { ...token, issuedAt: Math.ceil(token.issuedAt) }),
      })),
    caughtBy: 'V1, L-03 · revokes what a subject, a client or an issuer has, to the end of the second of the watermark',
  },
  {
    title: 'V1 · a store that remembers the last spared session alone',
    create: () =>
      broken((sound) => {
        let spared: string | undefined;
        return {
          check: (token) => (token.sessionId !== undefined && token.sessionId === spared ? 'ok' : sound.check(token)),
          revokeSubject: async ({ issuer, subject, exceptSession }) => {
            await sound.revokeSubject({ issuer, subject });
            spared = exceptSession;
          },
        };
      }),
    caughtBy: 'V1 · spares no session after a revocation that spared none, or another',
  },
  {
    title: 'V2, L-09 · a store that swallows a revocation whose expiry it cannot write',
    create: () =>
      broken((sound) => ({
        revokeToken: (token) =>
          token.expiresAt !== undefined && !Number.isInteger(token.expiresAt)
            ? Promise.resolve()
            : sound.revokeToken(token),
      })),
    caughtBy: 'V2, L-09 · loses no revocation in silence, whatever the expiry of the token is',
  },
  {
    title: 'V1 · a store that joins issuer and id by a colon',
    create: () =>
      broken((sound) => {
        const joined = (issuer: string, jti: string): { issuer: string; jti: string } => ({
          issuer: 'one',
          jti: `${issuer}:${jti}`,
        });
        return {
          check: (token) =>
            token.jti !== undefined && sound.check(joined(token.issuer, token.jti)) === 'revoked'
              ? 'revoked'
              : sound.check(token),
          revokeToken: ({ issuer, jti }) => sound.revokeToken(joined(issuer, jti)),
        };
      }),
    caughtBy: 'V1, A1 · confuses no issuer with its ids, however both are written',
  },
];

describe('revocationStoreContract', () => {
  it.each(faults)('$title is caught', async ({ create, caughtBy }) => {
    const failed: string[] = [];
    for (const { name, run } of revocationStoreContract({ create, advance })) {
      await run().catch(() => failed.push(name));
    }
    expect(failed).toContain(caughtBy);
  });
});
