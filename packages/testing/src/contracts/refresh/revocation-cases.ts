import assert from 'node:assert/strict';

import type { RefreshTokenStore } from '@jwt-guard/issuer';

import { defineCases } from '../contract-cases.js';
import type { CaseDefinition } from '../contract-cases.js';
import { collect, expectOutcome, freshId, hourMs, newSession, pass, requestOf } from './session-fixture.js';

/** How sessions end before their time, and that they stay ended. */
export const revocationCases: readonly CaseDefinition<RefreshTokenStore>[] = defineCases([
  {
    name: 'T14, L-29 · revokes a session for good, and answers it',
    check: async ({ store, twin }) => {
      const wanted = newSession();
      await store.start(wanted);
      await store.rotate(requestOf(wanted));
      assert.equal((await store.revoke(wanted.id))?.subject, wanted.subject);
      for (const counter of [0, 1, 2, 9]) {
        await expectOutcome(twin, requestOf(wanted, { counter, clientId: counter === 2 ? 'x' : 'y' }), 'revoked');
      }
      assert.equal(await twin.find(wanted.id), undefined);
      assert.deepEqual(await twin.list(wanted), []);
    },
  },
  {
    name: 'T14 · flags a revocation as pending until it is confirmed',
    check: async ({ store, twin }) => {
      const wanted = newSession();
      await store.start(wanted);
      await store.revoke(wanted.id);
      const pending = await twin.rotate(requestOf(wanted));
      assert.ok(pending.outcome === 'revoked' && pending.pending && pending.session.id === wanted.id);
      await twin.confirmRevocation(wanted.id);
      const confirmed = await store.rotate(requestOf(wanted));
      assert.ok(confirmed.outcome === 'revoked' && !confirmed.pending && confirmed.session.id === wanted.id);
    },
  },
  {
    name: 'T14 · flags a reuse as pending until it is confirmed',
    check: async ({ store }) => {
      const wanted = newSession();
      await store.start(wanted);
      await store.rotate(requestOf(wanted, { graceMs: 0 }));
      await expectOutcome(store, requestOf(wanted, { graceMs: 0 }), 'reused');
      await store.confirmRevocation(wanted.id);
      const confirmed = await store.rotate(requestOf(wanted, { counter: 1 }));
      assert.ok(confirmed.outcome === 'revoked' && !confirmed.pending);
    },
  },
  {
    name: 'T14, L-10 · revokes twice without harm',
    check: async ({ store }) => {
      const wanted = newSession();
      await store.start(wanted);
      assert.equal((await store.revoke(wanted.id))?.id, wanted.id);
      assert.equal((await store.revoke(wanted.id))?.id, wanted.id);
      await expectOutcome(store, requestOf(wanted), 'revoked');
    },
  },
  {
    name: 'T14 · confirms nothing that was not revoked',
    check: async ({ store }) => {
      const wanted = newSession();
      await store.start(wanted);
      await store.confirmRevocation(wanted.id);
      await store.confirmRevocation(freshId());
      await expectOutcome(store, requestOf(wanted), 'rotated');
      const unpending = await store.revoke(wanted.id).then(() => store.rotate(requestOf(wanted, { counter: 1 })));
      assert.ok(unpending.outcome === 'revoked' && unpending.pending);
    },
  },
  {
    name: 'T14, L-27 · lets no login through that is stored after its revocation',
    check: async ({ store, twin }) => {
      const wanted = newSession();
      assert.equal(await store.revoke(wanted.id), undefined);
      await assert.rejects(twin.start(wanted));
      assert.equal(await store.find(wanted.id), undefined);
      assert.deepEqual(await store.list(wanted), []);
      await expectOutcome(store, requestOf(wanted), 'unknown', 'revoked');
    },
  },
  {
    name: 'T14 · remembers the revocation of an unknown session for a minute',
    movesClock: true,
    check: async (context) => {
      const wanted = newSession();
      await context.store.revoke(wanted.id);
      await pass(context, 59_000);
      await assert.rejects(context.store.start(wanted));
    },
  },
  {
    name: 'T14 · is final, whatever rotates at the same time',
    check: async ({ store, twin }) => {
      for (let round = 0; round < 50; round += 1) {
        const wanted = newSession();
        await store.start(wanted);
        const rotate = (): Promise<unknown> => (round % 2 === 0 ? store : twin).rotate(requestOf(wanted));
        const revoke = (): Promise<unknown> => store.revoke(wanted.id);
        const rotateAhead = (): Promise<unknown> => twin.rotate(requestOf(wanted, { counter: 1 }));
        const racers = [rotate, revoke, rotateAhead, rotate];
        await Promise.all([...racers.slice(round % 4), ...racers.slice(0, round % 4)].map((run) => run()));
        for (const counter of [0, 1, 2, 3]) await expectOutcome(store, requestOf(wanted, { counter }), 'revoked');
        assert.equal(await store.find(wanted.id), undefined);
        assert.deepEqual(await store.list(wanted), []);
      }
    },
  },
  {
    name: 'T14 · is final, whether a login is stored before or after',
    check: async ({ store, twin }) => {
      for (let round = 0; round < 50; round += 1) {
        const wanted = newSession();
        const racers = [() => twin.start(wanted).catch(() => undefined), () => store.revoke(wanted.id)];
        await Promise.all((round % 2 === 0 ? racers : racers.reverse()).map((run) => run()));
        assert.equal(await store.find(wanted.id), undefined);
        await expectOutcome(store, requestOf(wanted), 'unknown', 'revoked');
      }
    },
  },
  {
    name: 'T9, L-38 · recognises a reuse for as long as the session could have lived',
    movesClock: true,
    check: async (context) => {
      const [reused, revoked] = [newSession(), newSession()];
      for (const wanted of [reused, revoked]) {
        await context.store.start(wanted);
        await context.store.rotate(requestOf(wanted, { idleLifetimeMs: 48 * hourMs }));
      }
      await context.store.revoke(revoked.id);
      await pass(context, 24 * hourMs - 1);
      await expectOutcome(context.store, requestOf(reused), 'reused');
      for (const wanted of [reused, revoked]) await expectOutcome(context.store, requestOf(wanted), 'revoked');
    },
  },
  {
    name: 'T9 · calls a revoked session revoked after its idle expiry too',
    check: async (context) => {
      const wanted = newSession({ idleLifetimeMs: 20 });
      await context.store.start(wanted);
      await context.store.revoke(wanted.id);
      await pass(context, 21);
      await expectOutcome(context.store, requestOf(wanted), 'revoked');
      assert.deepEqual(await collect(context.store.sessionIds({ issuer: wanted.issuer, subject: wanted.subject })), [
        wanted.id,
      ]);
    },
  },
]);
