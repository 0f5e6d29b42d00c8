import assert from 'node:assert/strict';

import type { RefreshTokenStore } from '@jwt-guard/issuer';

import { defineCases } from '../contract-cases.js';
import type { CaseDefinition } from '../contract-cases.js';
import {
  assertSameSession,
  expectOutcome,
  freshId,
  hourMs,
  minuteMs,
  newSession,
  pass,
  requestOf,
  successorIn,
} from './session-fixture.js';

/** What becomes of the current token, and of one that is ahead of it. */
export const rotationCases: readonly CaseDefinition<RefreshTokenStore>[] = defineCases([
  {
    name: 'T7, L-22 · takes the current token, and answers the next counter with the secret that was asked for',
    check: async ({ store, twin }) => {
      const wanted = newSession();
      await store.start(wanted);
      for (let counter = 0; counter < 5; counter += 1) {
        const request = requestOf(wanted, { counter, secretId: `secret-${counter}` });
        const { outcome, ...successor } = successorIn(await (counter % 2 === 0 ? store : twin).rotate(request));
        assert.deepEqual(
          [outcome, successor.counter, successor.secretId],
          ['rotated', counter + 1, `secret-${counter}`],
        );
      }
    },
  },
  {
    name: 'T14 · slides the idle expiry by a rotation, within the absolute one, which stays',
    check: async (context) => {
      const wanted = newSession({ lifetimeMs: 10 * hourMs });
      const { expiresAtMs, createdAtMs } = await context.store.start(wanted);
      await pass(context, 10);
      const first = successorIn(await context.store.rotate(requestOf(wanted)));
      assert.ok(first.nowMs >= createdAtMs + 10, 'the clock of the store stands still');
      assert.equal(first.session.lastUsedAtMs, first.nowMs);
      assert.equal(first.session.idleExpiresAtMs, first.nowMs + hourMs);
      assert.deepEqual([first.session.createdAtMs, first.session.expiresAtMs], [createdAtMs, expiresAtMs]);
      assertSameSession(await context.store.find(wanted.id), first.session);
      const greedy = requestOf(wanted, { counter: 1, idleLifetimeMs: 20 * hourMs });
      assert.equal(successorIn(await context.store.rotate(greedy)).session.idleExpiresAtMs, expiresAtMs);
    },
  },
  {
    name: 'T7 · knows no session that nobody started',
    check: async ({ store }) => {
      const wanted = newSession();
      assert.deepEqual(await store.rotate(requestOf(wanted)), { outcome: 'unknown' });
      assert.equal(await store.find(wanted.id), undefined);
    },
  },
  {
    name: 'T14 · takes no token of a session that was idle for too long, and calls an old one no theft',
    check: async (context) => {
      const wanted = newSession();
      const { store } = context;
      await store.start(wanted);
      await store.rotate(requestOf(wanted, { idleLifetimeMs: 20 }));
      await pass(context, 21);
      for (const counter of [0, 1, 2]) await expectOutcome(store, requestOf(wanted, { counter }), 'expired');
      assert.equal(await store.find(wanted.id), undefined);
      assert.deepEqual(await store.list(wanted), []);
    },
  },
  {
    name: 'T14 · takes no token of a session after its absolute expiry',
    check: async (context) => {
      const wanted = newSession({ lifetimeMs: 20 });
      await context.store.start(wanted);
      await pass(context, 21);
      await expectOutcome(context.store, requestOf(wanted), 'expired', 'unknown');
      assert.equal(await context.store.find(wanted.id), undefined);
      assert.deepEqual(await context.store.list(wanted), []);
    },
  },
  {
    name: 'T14 · expires at the millisecond, and not before',
    movesClock: true,
    check: async (context) => {
      const [idle, absolute] = [newSession(), newSession({ lifetimeMs: hourMs, idleLifetimeMs: 2 * hourMs })];
      for (const wanted of [idle, absolute]) {
        await context.store.start(wanted);
        await pass(context, hourMs - 1);
        assert.equal((await context.store.find(wanted.id))?.id, wanted.id);
        await pass(context, 1);
        assert.equal(await context.store.find(wanted.id), undefined);
        await expectOutcome(context.store, requestOf(wanted), 'expired', 'unknown');
      }
    },
  },
  {
    name: 'T12, L-30 · refuses another client and another key, and changes nothing',
    check: async ({ store }) => {
      const wanted = newSession({ keyThumbprint: freshId() });
      const session = await store.start(wanted);
      for (const request of [
        requestOf(wanted, { clientId: 'another' }),
        requestOf(wanted, { keyThumbprint: freshId() }),
        requestOf({ ...newSession(), id: wanted.id, clientId: wanted.clientId }),
        requestOf(wanted, { clientId: 'another', counter: 7 }),
        requestOf(wanted, { clientId: 'another', scopes: ['admin'], audience: ['https://other.example.com'] }),
      ]) {
        assert.deepEqual(await store.rotate(request), { outcome: 'client_mismatch' });
      }
      assertSameSession(await store.find(wanted.id), session);
      await expectOutcome(store, requestOf(wanted), 'rotated');
    },
  },
  {
    name: 'T12, L-31 · refuses more scopes and more audiences than were granted, and changes nothing',
    check: async ({ store }) => {
      const wanted = newSession();
      const session = await store.start(wanted);
      const [scope, audience] = [wanted.scopes[0] ?? '', wanted.audience[0] ?? ''];
      const tooMuch = { scopes: [scope, 'admin'], audience: [audience, 'https://other.example.com'] };
      assert.deepEqual(await store.rotate(requestOf(wanted, tooMuch)), { outcome: 'scope_exceeded' });
      assert.deepEqual(await store.rotate(requestOf(wanted, { ...tooMuch, scopes: [scope] })), {
        outcome: 'audience_exceeded',
      });
      await expectOutcome(store, requestOf(wanted, { scopes: [scope.toUpperCase()] }), 'scope_exceeded');
      await expectOutcome(store, requestOf(wanted, { scopes: [wanted.scopes.join(' ')] }), 'scope_exceeded');
      assertSameSession(await store.find(wanted.id), session);
      await expectOutcome(store, requestOf(wanted, { scopes: [scope, scope], audience: [audience] }), 'rotated');
    },
  },
  {
    name: 'T12 · refuses a replay that asks for more than was granted, and calls it no theft',
    check: async ({ store }) => {
      const wanted = newSession();
      await store.start(wanted);
      await store.rotate(requestOf(wanted));
      await expectOutcome(store, requestOf(wanted, { scopes: ['admin'] }), 'scope_exceeded');
      await expectOutcome(store, requestOf(wanted, { audience: ['https://other.example.com'] }), 'audience_exceeded');
      await expectOutcome(store, requestOf(wanted, { scopes: wanted.scopes }), 'replayed');
    },
  },
  {
    name: 'T12 · keeps the grant whole when a rotation asks for a part of it',
    check: async ({ store }) => {
      const wanted = newSession();
      await store.start(wanted);
      const { session } = successorIn(await store.rotate(requestOf(wanted, { scopes: [], audience: [] })));
      assert.deepEqual([session.scopes, session.audience], [wanted.scopes, wanted.audience]);
      const all = { counter: 1, scopes: wanted.scopes, audience: wanted.audience };
      await expectOutcome(store, requestOf(wanted, all), 'rotated');
    },
  },
  {
    name: 'T11 · goes beyond a token that is ahead, as after a lost write, and goes on from there',
    check: async ({ store, twin }) => {
      const wanted = newSession();
      await store.start(wanted);
      const ahead = successorIn(await store.rotate(requestOf(wanted, { counter: 5, secretId: 'secret-6' })));
      assert.deepEqual([ahead.outcome, ahead.counter, ahead.secretId], ['fast_forwarded', 6, 'secret-6']);
      assert.equal(ahead.session.lastUsedAtMs, ahead.nowMs);
      const again = successorIn(await twin.rotate(requestOf(wanted, { counter: 5 })));
      assert.deepEqual([again.outcome, again.counter, again.secretId], ['replayed', 6, 'secret-6']);
      await expectOutcome(store, requestOf(wanted, { counter: 6 }), 'rotated');
      await expectOutcome(store, requestOf(wanted, { counter: 4, graceMs: minuteMs }), 'reused');
    },
  },
]);
