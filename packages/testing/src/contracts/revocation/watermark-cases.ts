import assert from 'node:assert/strict';

import type { RevocableToken } from '@jwt-guard/core';

import { defineCases } from '../contract-cases.js';
import type { CaseDefinition } from '../contract-cases.js';
import { expectVerdict, freshId, freshToken, watermarkOf } from './revocation-fixture.js';
import type { WritableRevocationStore } from './revocation-fixture.js';

type Level = 'subject' | 'clientId' | 'issuer';

const levels: readonly Level[] = ['subject', 'clientId', 'issuer'];

async function revokeBy(store: WritableRevocationStore, level: Level, token: RevocableToken): Promise<void> {
  const { issuer, subject = '', clientId = '' } = token;
  if (level === 'subject') await store.revokeSubject({ issuer, subject });
  else if (level === 'clientId') await store.revokeClient({ issuer, clientId });
  else await store.revokeIssuer({ issuer });
}

function without(token: RevocableToken, member: keyof RevocableToken): RevocableToken {
  return Object.fromEntries(Object.entries(token).filter(([name]) => name !== member)) as unknown as RevocableToken;
}

/** Revocation by subject, client and issuer: nothing issued at or before a second. */
export const watermarkCases: readonly CaseDefinition<WritableRevocationStore>[] = defineCases([
  {
    name: 'V1, L-03 · revokes what a subject, a client or an issuer has, to the end of the second of the watermark',
    check: async ({ store, twin }) => {
      for (const level of levels) {
        const token = freshToken();
        await revokeBy(store, level, token);
        const watermark = await watermarkOf(twin, token);
        for (const handle of [store, twin]) {
          for (const issuedAt of [0, watermark - 1, watermark, watermark + 0.5]) {
            await expectVerdict(handle, { ...token, issuedAt }, 'revoked');
          }
          for (const issuedAt of [watermark + 1, watermark + 1.5, watermark + 600]) {
            await expectVerdict(handle, { ...token, issuedAt }, 'ok');
          }
          await expectVerdict(handle, { ...token, [level]: freshId() }, 'ok');
        }
      }
    },
  },
  {
    name: 'V1 · revokes a token without iat, or with one that is no number, where a watermark stands',
    check: async ({ store }) => {
      for (const level of levels) {
        const token = freshToken();
        await expectVerdict(store, without(token, 'issuedAt'), 'ok');
        await revokeBy(store, level, token);
        await expectVerdict(store, without(token, 'issuedAt'), 'revoked');
        await expectVerdict(store, { ...token, issuedAt: NaN }, 'revoked');
      }
    },
  },
  {
    name: 'V1 · revokes nothing by what a token does not say',
    check: async ({ store }) => {
      for (const level of ['subject', 'clientId'] as const) {
        const token = freshToken();
        await revokeBy(store, level, token);
        await expectVerdict(store, without(token, level), 'ok');
        await expectVerdict(store, { issuer: token.issuer }, 'ok');
      }
    },
  },
  {
    name: 'V1 · tells the watermark of what meets a token, and undefined for none',
    check: async ({ store }) => {
      for (const level of levels) {
        const token = freshToken();
        await revokeBy(store, level, token);
        await watermarkOf(store, token);
        await watermarkOf(store, without(token, 'sessionId'));
        assert.equal(await store.watermark({ ...token, [level]: freshId() }), undefined);
        if (level !== 'issuer') assert.equal(await store.watermark({ issuer: token.issuer }), undefined);
      }
    },
  },
  {
    name: 'V1, L-05 · lets the strictest level win, in any order',
    movesClock: true,
    check: async ({ store, advance }) => {
      for (const order of [levels, [...levels].reverse()]) {
        const token = freshToken();
        for (const level of order) {
          const before = (await store.watermark(token)) ?? 0;
          await advance?.(10_000);
          await revokeBy(store, level, token);
          const watermark = await watermarkOf(store, token);
          assert.ok(watermark >= before + 10, `${watermark} after ${before}`);
          await expectVerdict(store, { ...token, issuedAt: watermark }, 'revoked');
          await expectVerdict(store, { ...token, issuedAt: watermark + 1 }, 'ok');
        }
      }
    },
  },
  {
    name: 'V1, L-05 · lets no watermark stand in for a revoked token or session',
    check: async ({ store }) => {
      for (const level of levels) {
        const [byToken, bySession] = [freshToken(), freshToken()];
        await store.revokeToken({ issuer: byToken.issuer, jti: byToken.jti });
        await store.revokeSession({ issuer: bySession.issuer, sessionId: bySession.sessionId });
        for (const token of [byToken, bySession]) {
          await revokeBy(store, level, token);
          const issuedAt = (await watermarkOf(store, token)) + 600;
          await expectVerdict(store, { ...token, issuedAt }, 'revoked');
        }
      }
    },
  },
  {
    name: 'V2 · keeps a watermark for the longest lifetime',
    movesClock: true,
    check: async ({ store, advance }) => {
      const tokens = levels.map((level) => ({ level, token: freshToken() }));
      for (const { level, token } of tokens) await revokeBy(store, level, token);
      await advance?.((store.maxLifetimeSeconds - 2) * 1000);
      for (const { level, token } of tokens) {
        const watermark = await watermarkOf(store, token);
        await expectVerdict(store, { ...token, issuedAt: watermark }, 'revoked');
        await revokeBy(store, level, token);
        assert.ok((await watermarkOf(store, token)) > watermark);
      }
      await advance?.(3000);
      for (const { token } of tokens) await expectVerdict(store, token, 'revoked');
    },
  },
]);
