import assert from 'node:assert/strict';

import type { RefreshSession, RefreshTokenStore } from '@jwt-guard/issuer';

import { defineCases } from '../contract-cases.js';
import type { CaseDefinition } from '../contract-cases.js';
import { joinedTwins } from '../hostile-text.js';
import { assertSameSession, collect, freshId, newSession, pass, requestOf, successorIn } from './session-fixture.js';

const idsOf = (sessions: readonly RefreshSession[]): readonly string[] => sessions.map(({ id }) => id);

/** How the sessions of a subject or a client are found. */
export const listingCases: readonly CaseDefinition<RefreshTokenStore>[] = defineCases([
  {
    name: 'T9, C4 · lists the sessions of a subject that live, the last used first',
    check: async (context) => {
      const { store, twin } = context;
      const first = newSession({ device: 'phone' });
      const { issuer, subject } = first;
      const others = [newSession({ subject }), newSession({ subject }), newSession({ subject })] as const;
      for (const wanted of [first, ...others]) {
        await store.start(wanted);
        await pass(context, 2);
      }
      const ids = idsOf([...others].reverse() as unknown as readonly RefreshSession[]);
      assert.deepEqual(idsOf(await twin.list({ issuer, subject })), [...ids, first.id]);
      const { session } = successorIn(await store.rotate(requestOf(first)));
      const listed = await twin.list({ issuer, subject });
      assert.deepEqual(idsOf(listed), [first.id, ...ids]);
      assertSameSession(listed[0], session);
      await store.revoke(others[1].id);
      assert.deepEqual(idsOf(await twin.list({ issuer, subject })), [first.id, others[2].id, others[0].id]);
    },
  },
  {
    name: 'T9 · lists nothing of strangers',
    check: async ({ store }) => {
      const wanted = newSession();
      const { issuer, subject, clientId } = wanted;
      await store.start(wanted);
      await store.start(newSession({ issuer: 'https://other.example.com', subject, clientId }));
      await store.start(newSession({ subject: clientId, clientId: subject }));
      assert.deepEqual(idsOf(await store.list({ issuer, subject })), [wanted.id]);
      assert.deepEqual(await collect(store.sessionIds({ issuer, subject })), [wanted.id]);
      assert.deepEqual(await collect(store.sessionIds({ issuer, clientId })), [wanted.id]);
      assert.deepEqual(await store.list({ issuer, subject: freshId() }), []);
      assert.deepEqual(await collect(store.sessionIds({ issuer, clientId: freshId() })), []);
    },
  },
  {
    name: 'T9, A1 · confuses no issuer with its subject, however both are written',
    check: async ({ store }) => {
      for (const pair of joinedTwins) {
        const unique = freshId();
        const owners = pair.map(([issuer, name]) => ({ issuer: `${unique}${issuer}`, name: `${name}${unique}` }));
        const started = owners.map(({ issuer, name }) => newSession({ issuer, subject: name, clientId: name }));
        for (const wanted of started) await store.start(wanted);
        for (const { id, issuer, subject, clientId } of started) {
          assert.deepEqual(idsOf(await store.list({ issuer, subject })), [id]);
          assert.deepEqual(await collect(store.sessionIds({ issuer, subject })), [id]);
          assert.deepEqual(await collect(store.sessionIds({ issuer, clientId })), [id]);
        }
      }
    },
  },
  {
    name: 'T9 · yields every session of a subject and of a client once, those too that were just revoked',
    check: async ({ store, twin }) => {
      const { issuer, subject, clientId } = newSession();
      const wanted = Array.from({ length: 250 }, () => newSession({ subject, clientId }));
      await Promise.all(wanted.map((session) => store.start(session)));
      for (const { id } of wanted.slice(0, 3)) await store.revoke(id);
      const ids = wanted.map(({ id }) => id).sort();
      assert.deepEqual(await collect(twin.sessionIds({ issuer, subject })), ids);
      assert.deepEqual(await collect(twin.sessionIds({ issuer, clientId })), ids);
      assert.equal((await twin.list({ issuer, subject })).length, 247);
    },
  },
  {
    name: 'T9 · can revoke each session while it yields them',
    check: async ({ store }) => {
      const { issuer, subject, clientId } = newSession();
      for (let count = 0; count < 30; count += 1) await store.start(newSession({ subject, clientId }));
      const revoked = new Set<string>();
      for await (const id of store.sessionIds({ issuer, subject })) {
        await store.revoke(id);
        revoked.add(id);
      }
      assert.equal(revoked.size, 30);
      assert.deepEqual(await store.list({ issuer, subject }), []);
    },
  },
]);
