import assert from 'node:assert/strict';

import type { RefreshTokenStore } from '@jwt-guard/issuer';

import { defineCases } from '../contract-cases.js';
import type { CaseDefinition } from '../contract-cases.js';
import {
  assertSameSession,
  expectOutcome,
  freshId,
  newSession,
  pass,
  requestOf,
  successorIn,
} from './session-fixture.js';

/** What becomes of a token that has a successor. */
export const graceCases: readonly CaseDefinition<RefreshTokenStore>[] = defineCases([
  {
    name: 'T8, L-25 · gives the parent within grace the same successor, with its secret, and changes nothing',
    check: async (context) => {
      const { store, twin } = context;
      const wanted = newSession();
      await store.start(wanted);
      const rotated = successorIn(await store.rotate(requestOf(wanted, { secretId: 'secret-a' })));
      await pass(context, 5);
      for (const secretId of ['secret-b', 'secret-c']) {
        const replay = requestOf(wanted, { secretId, idleLifetimeMs: 1 });
        const { outcome, counter, ...replayed } = successorIn(await twin.rotate(replay));
        assert.deepEqual([outcome, counter, replayed.secretId], ['replayed', 1, 'secret-a']);
        assertSameSession(replayed.session, rotated.session);
        assertSameSession(await store.find(wanted.id), rotated.session);
      }
    },
  },
  {
    name: 'T9, L-23 · calls the parent after grace reused, and revokes the session by that',
    check: async (context) => {
      const { store, twin } = context;
      const wanted = newSession();
      await store.start(wanted);
      const { session } = successorIn(await store.rotate(requestOf(wanted)));
      await pass(context, 20);
      await expectOutcome(store, requestOf(wanted), 'replayed');
      const reuse = await expectOutcome(store, requestOf(wanted, { graceMs: 20 }), 'reused');
      assertSameSession('session' in reuse ? reuse.session : undefined, session);
      for (const counter of [0, 1, 2]) {
        const verdict = await expectOutcome(twin, requestOf(wanted, { counter }), 'revoked');
        assert.ok(verdict.outcome === 'revoked' && verdict.pending, 'the revocation is not pending');
      }
      assert.equal(await store.find(wanted.id), undefined);
    },
  },
  {
    name: 'T8 · gives the successor until the last millisecond of grace',
    movesClock: true,
    check: async (context) => {
      const wanted = newSession();
      await context.store.start(wanted);
      await context.store.rotate(requestOf(wanted));
      await pass(context, 29_999);
      await expectOutcome(context.store, requestOf(wanted, { graceMs: 30_000 }), 'replayed');
      await pass(context, 1);
      await expectOutcome(context.store, requestOf(wanted, { graceMs: 30_000 }), 'reused');
    },
  },
  {
    name: 'T8 · knows no grace of 0 ms, not even in the same millisecond',
    check: async ({ store }) => {
      const wanted = newSession();
      await store.start(wanted);
      await store.rotate(requestOf(wanted, { graceMs: 0 }));
      await expectOutcome(store, requestOf(wanted, { graceMs: 0 }), 'reused');
    },
  },
  {
    name: 'T8, L-25 · does not extend grace by a replay',
    check: async (context) => {
      const wanted = newSession();
      await context.store.start(wanted);
      await context.store.rotate(requestOf(wanted));
      await pass(context, 200);
      await expectOutcome(context.store, requestOf(wanted), 'replayed');
      await expectOutcome(context.store, requestOf(wanted, { graceMs: 200 }), 'reused');
    },
  },
  {
    name: 'T9, L-25 · has no grace for the grandparent',
    check: async ({ store }) => {
      const wanted = newSession();
      await store.start(wanted);
      await store.rotate(requestOf(wanted));
      await store.rotate(requestOf(wanted, { counter: 1 }));
      await expectOutcome(store, requestOf(wanted), 'reused');
      await expectOutcome(store, requestOf(wanted, { counter: 2 }), 'revoked');
    },
  },
  {
    name: 'T9 · starts a new window for the new parent alone',
    check: async (context) => {
      const wanted = newSession();
      await context.store.start(wanted);
      await context.store.rotate(requestOf(wanted));
      await pass(context, 20);
      await context.store.rotate(requestOf(wanted, { counter: 1 }));
      const again = successorIn(await context.store.rotate(requestOf(wanted, { counter: 1 })));
      assert.deepEqual([again.outcome, again.counter], ['replayed', 2]);
    },
  },
  {
    name: 'T9, L-30 · calls the parent within grace reused, when another client or another key presents it',
    check: async ({ store }) => {
      for (const stranger of [{ clientId: 'another' }, { keyThumbprint: freshId() }]) {
        const wanted = newSession({ keyThumbprint: freshId() });
        await store.start(wanted);
        await store.rotate(requestOf(wanted));
        await expectOutcome(store, requestOf(wanted, stranger), 'reused');
        await expectOutcome(store, requestOf(wanted, { counter: 1 }), 'revoked');
      }
    },
  },
  {
    name: 'T9 · leaves the other sessions of the subject alive',
    check: async ({ store }) => {
      const [stolen, other] = [newSession(), newSession()];
      await store.start(stolen);
      await store.start({ ...other, subject: stolen.subject, clientId: stolen.clientId });
      await store.rotate(requestOf(stolen, { graceMs: 0 }));
      await expectOutcome(store, requestOf(stolen, { graceMs: 0 }), 'reused');
      assert.deepEqual(
        (await store.list(stolen)).map(({ id }) => id),
        [other.id],
      );
      await expectOutcome(store, requestOf(other, { clientId: stolen.clientId }), 'rotated');
    },
  },
  {
    name: 'T10 · answers 50 rotations of one token at once with one successor',
    check: async ({ store, twin }) => {
      const wanted = newSession();
      await store.start(wanted);
      const verdicts = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          (index % 2 === 0 ? store : twin).rotate(requestOf(wanted, { secretId: `secret-${index}` })),
        ),
      );
      const outcomes = verdicts.map(({ outcome }) => outcome).sort();
      assert.deepEqual(outcomes, [...Array.from({ length: 49 }, () => 'replayed'), 'rotated']);
      const successors = verdicts.map(successorIn).map(({ counter, secretId }) => `${counter} ${secretId}`);
      assert.equal(new Set(successors).size, 1, `several successors: ${successors.join(', ')}`);
      assert.equal((await store.find(wanted.id))?.id, wanted.id);
    },
  },
  {
    name: 'T7, T10 · takes a token once of 50 times at once, where there is no grace',
    check: async ({ store, twin }) => {
      const wanted = newSession();
      await store.start(wanted);
      const request = requestOf(wanted, { graceMs: 0 });
      const verdicts = await Promise.all(
        Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? store : twin).rotate(request)),
      );
      const count = (wantedOutcome: string): number =>
        verdicts.filter(({ outcome }) => outcome === wantedOutcome).length;
      assert.deepEqual([count('rotated'), count('reused'), count('revoked')], [1, 1, 48]);
    },
  },
  {
    name: 'T9, T10 · tells who fell behind after a replay gave thief and victim one successor',
    check: async ({ store }) => {
      const wanted = newSession();
      await store.start(wanted);
      await expectOutcome(store, requestOf(wanted), 'rotated');
      await expectOutcome(store, requestOf(wanted), 'replayed');
      await expectOutcome(store, requestOf(wanted, { counter: 1 }), 'rotated');
      await expectOutcome(store, requestOf(wanted, { counter: 2 }), 'rotated');
      await expectOutcome(store, requestOf(wanted, { counter: 1 }), 'reused');
    },
  },
]);
