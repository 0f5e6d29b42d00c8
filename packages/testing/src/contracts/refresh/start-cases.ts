import assert from 'node:assert/strict';

import type { RefreshTokenStore } from '@jwt-guard/issuer';

import { defineCases } from '../contract-cases.js';
import type { CaseDefinition } from '../contract-cases.js';
import { hostileTexts } from '../hostile-text.js';
import { assertSameSession, collect, expectOutcome, hourMs, newSession, pass, requestOf } from './session-fixture.js';

/** How sessions begin, and what the store tells of them. */
export const startCases: readonly CaseDefinition<RefreshTokenStore>[] = defineCases([
  {
    name: 'T7 · starts a session, adds the times, and tells all of it again',
    check: async ({ store, twin }) => {
      const wanted = newSession({ device: 'Firefox on Linux', keyThumbprint: 'thumbprint' });
      const { lifetimeMs, idleLifetimeMs, secretId, ...grant } = wanted;
      const session = await store.start(wanted);
      const { createdAtMs } = session;
      assert.ok(Number.isSafeInteger(createdAtMs), `createdAtMs ${createdAtMs} is no epoch time`);
      assertSameSession(session, {
        ...grant,
        createdAtMs,
        lastUsedAtMs: createdAtMs,
        expiresAtMs: createdAtMs + lifetimeMs,
        idleExpiresAtMs: createdAtMs + idleLifetimeMs,
      });
      assertSameSession(await twin.find(wanted.id), session);
      assert.ok(!JSON.stringify(session).includes(secretId), 'a session tells of its secret');
    },
  },
  {
    name: 'T7 · leaves out what the session does not have',
    check: async ({ store }) => {
      const session = await store.start(newSession({ scopes: [], audience: [] }));
      assert.deepEqual([session.scopes, session.audience], [[], []]);
      assert.ok(session.device === undefined && session.keyThumbprint === undefined);
      assertSameSession(await store.find(session.id), session);
    },
  },
  {
    name: 'T14 · lets no session be idle beyond its absolute expiry',
    check: async ({ store }) => {
      const session = await store.start(newSession({ lifetimeMs: hourMs, idleLifetimeMs: 2 * hourMs }));
      assert.equal(session.expiresAtMs, session.createdAtMs + hourMs);
      assert.equal(session.idleExpiresAtMs, session.expiresAtMs);
    },
  },
  {
    name: 'T7 · rejects an id that exists, and leaves that session as it is',
    check: async ({ store, twin }) => {
      const wanted = newSession();
      const session = await store.start(wanted);
      await expectOutcome(store, requestOf(wanted), 'rotated');
      await assert.rejects(twin.start({ ...wanted, subject: 'mallory' }));
      assert.equal((await store.find(wanted.id))?.subject, session.subject);
      await expectOutcome(store, requestOf(wanted, { counter: 1 }), 'rotated');
    },
  },
  {
    name: 'T14, L-29 · rejects the id of a revoked session',
    check: async ({ store }) => {
      const wanted = newSession();
      await store.start(wanted);
      await store.revoke(wanted.id);
      await assert.rejects(store.start(wanted));
      assert.equal(await store.find(wanted.id), undefined);
    },
  },
  {
    name: 'T14 · rejects the id of an idle session, which may still be reused',
    check: async (context) => {
      const wanted = newSession({ idleLifetimeMs: 20 });
      await context.store.start(wanted);
      await pass(context, 21);
      await assert.rejects(context.store.start(wanted));
    },
  },
  {
    name: 'T10 · starts one of many sessions with one id at once',
    check: async ({ store, twin }) => {
      const wanted = newSession();
      const starts = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store : twin).start(wanted));
      const started = (await Promise.allSettled(starts)).filter(({ status }) => status === 'fulfilled');
      assert.equal(started.length, 1);
    },
  },
  {
    name: 'T7, A1 · keeps hostile text as it is, and apart',
    check: async ({ store }) => {
      for (const [index, text] of hostileTexts.entries()) {
        const owner = newSession();
        const device = text.slice(0, 256);
        const wanted = { ...owner, subject: `${owner.subject}${text}`, clientId: text, device, scopes: [text, 's'] };
        const session = await store.start({ ...wanted, issuer: text, audience: [text] });
        assertSameSession(await store.find(wanted.id), session);
        assert.deepEqual([session.subject, session.device], [wanted.subject, device], `text ${index}`);
        const listed = await store.list({ issuer: text, subject: wanted.subject });
        assert.deepEqual(
          listed.map(({ id }) => id),
          [wanted.id],
        );
        assert.deepEqual(await collect(store.sessionIds({ issuer: text, subject: wanted.subject })), [wanted.id]);
        await expectOutcome(store, requestOf(wanted, { scopes: [text], audience: [text] }), 'rotated');
      }
    },
  },
]);
