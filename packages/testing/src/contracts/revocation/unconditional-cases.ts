import assert from 'node:assert/strict';

import { defineCases } from '../contract-cases.js';
import type { CaseDefinition } from '../contract-cases.js';
import { expectVerdict, freshId, freshToken, secondsNow } from './revocation-fixture.js';
import type { WritableRevocationStore } from './revocation-fixture.js';

/** Revocation by token and by session: whenever the token was issued. */
export const unconditionalCases: readonly CaseDefinition<WritableRevocationStore>[] = defineCases([
  {
    name: 'V1 · knows nothing against a token at first',
    check: async ({ store, twin }) => {
      assert.ok(store.maxLifetimeSeconds > 0 && Number.isFinite(store.maxLifetimeSeconds));
      const token = freshToken();
      await expectVerdict(twin, token, 'ok');
      await expectVerdict(store, { issuer: token.issuer }, 'ok');
      assert.equal(await store.watermark(token), undefined);
    },
  },
  {
    name: 'V1, L-01 · revokes one token of one issuer, for every handle, whenever it was issued',
    check: async ({ store, twin }) => {
      const token = freshToken();
      const { issuer, jti } = token;
      const now = await secondsNow(store);
      await store.revokeToken({ issuer, jti, expiresAt: now + 600 });
      for (const handle of [store, twin]) {
        await expectVerdict(handle, token, 'revoked');
        await expectVerdict(handle, { issuer, jti }, 'revoked');
        await expectVerdict(handle, { ...token, issuedAt: now + 300 }, 'revoked');
        await expectVerdict(handle, { ...token, jti: freshId() }, 'ok');
        await expectVerdict(handle, { ...token, issuer: freshToken().issuer }, 'ok');
      }
      assert.equal(await store.watermark(token), undefined);
    },
  },
  {
    name: 'V1, L-07 · revokes all tokens of a session, those too that are issued later',
    check: async ({ store, twin }) => {
      const token = freshToken();
      const { issuer, sessionId } = token;
      await store.revokeSession({ issuer, sessionId });
      const later = (await secondsNow(store)) + 300;
      for (const handle of [store, twin]) {
        await expectVerdict(handle, token, 'revoked');
        await expectVerdict(handle, { issuer, sessionId, issuedAt: later }, 'revoked');
        await expectVerdict(handle, { issuer, sessionId }, 'revoked');
        await expectVerdict(handle, { ...token, sessionId: freshId() }, 'ok');
        await expectVerdict(handle, { ...token, issuer: freshToken().issuer }, 'ok');
      }
      assert.equal(await store.watermark(token), undefined);
    },
  },
  {
    name: 'V1 · takes an id of one level for none of another',
    check: async ({ store }) => {
      const id = freshId();
      const same = { jti: id, sessionId: id, subject: id, clientId: id } as const;
      const revoke = {
        jti: (issuer: string) => store.revokeToken({ issuer, jti: id }),
        sessionId: (issuer: string) => store.revokeSession({ issuer, sessionId: id }),
        subject: (issuer: string) => store.revokeSubject({ issuer, subject: id }),
        clientId: (issuer: string) => store.revokeClient({ issuer, clientId: id }),
      };
      for (const level of ['jti', 'sessionId', 'subject', 'clientId'] as const) {
        const token = freshToken(same);
        await revoke[level](token.issuer);
        await expectVerdict(store, token, 'revoked');
        await expectVerdict(store, { ...token, [level]: freshId() }, 'ok');
        await expectVerdict(store, { issuer: id }, 'ok');
      }
    },
  },
  {
    name: 'V2 · revokes a token without a known expiry for the longest lifetime',
    movesClock: true,
    check: async ({ store, advance }) => {
      const token = freshToken();
      await store.revokeToken({ issuer: token.issuer, jti: token.jti });
      await store.revokeSession({ issuer: token.issuer, sessionId: token.sessionId });
      await advance?.((store.maxLifetimeSeconds - 1) * 1000);
      await expectVerdict(store, { issuer: token.issuer, jti: token.jti }, 'revoked');
      await expectVerdict(store, { issuer: token.issuer, sessionId: token.sessionId }, 'revoked');
    },
  },
  {
    name: 'V2 · keeps a revoked token until it has expired',
    movesClock: true,
    check: async ({ store, advance }) => {
      const token = freshToken();
      const now = await secondsNow(store);
      await store.revokeToken({ issuer: token.issuer, jti: token.jti, expiresAt: now + 600 });
      await advance?.(600_000);
      await expectVerdict(store, token, 'revoked');
    },
  },
  {
    name: 'V2, L-10 · revokes twice without harm, and never for a shorter time',
    check: async ({ store, twin, advance }) => {
      const { issuer, jti } = freshToken();
      const now = await secondsNow(store);
      await store.revokeToken({ issuer, jti });
      await twin.revokeToken({ issuer, jti, expiresAt: now - 3600 });
      await expectVerdict(store, { issuer, jti }, 'revoked');
      await twin.revokeToken({ issuer, jti, expiresAt: now + 1 });
      await advance?.(1_800_000);
      await expectVerdict(store, { issuer, jti }, 'revoked');
    },
  },
  {
    name: 'V1, T10 · loses none of many revocations at once',
    check: async ({ store, twin }) => {
      const tokens = Array.from({ length: 200 }, () => freshToken());
      await Promise.all(
        tokens.map(({ issuer, jti, sessionId, subject, clientId }, index) => {
          const handle = index % 2 === 0 ? store : twin;
          const level = Math.floor(index / 2) % 5;
          if (level === 0) return handle.revokeToken({ issuer, jti });
          if (level === 1) return handle.revokeSession({ issuer, sessionId });
          if (level === 2) return handle.revokeSubject({ issuer, subject });
          return level === 3 ? handle.revokeClient({ issuer, clientId }) : handle.revokeIssuer({ issuer });
        }),
      );
      for (const token of tokens) await expectVerdict(store, token, 'revoked');
    },
  },
]);
