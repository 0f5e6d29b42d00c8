import assert from 'node:assert/strict';

import { defineCases } from '../contract-cases.js';
import type { CaseDefinition } from '../contract-cases.js';
import { expectVerdict, freshId, freshToken, watermarkOf } from './revocation-fixture.js';
import type { FreshToken, WritableRevocationStore } from './revocation-fixture.js';

/** Logout everywhere else: a subject is revoked, but for one session. */
export const exceptionCases: readonly CaseDefinition<WritableRevocationStore>[] = defineCases([
  {
    name: 'V1, L-29 · spares one session of a subject, and no token without a session',
    check: async ({ store, twin }) => {
      const { sessionId: spared, ...token } = freshToken();
      const { issuer, subject } = token;
      await store.revokeSubject({ issuer, subject, exceptSession: spared });
      const at = { ...token, issuedAt: await watermarkOf(store, { issuer, subject }) };
      for (const handle of [store, twin]) {
        await expectVerdict(handle, { ...at, sessionId: spared }, 'ok');
        await expectVerdict(handle, { ...at, sessionId: freshId() }, 'revoked');
        await expectVerdict(handle, at, 'revoked');
        assert.equal(await handle.watermark({ issuer, subject, sessionId: spared }), undefined);
        await expectVerdict(handle, { ...at, subject: freshId(), sessionId: freshId() }, 'ok');
      }
    },
  },
  {
    name: 'V1 · spares a session as long as every revocation of the subject does',
    check: async ({ store }) => {
      const { issuer, subject, sessionId: spared } = freshToken();
      for (let time = 0; time < 3; time += 1) await store.revokeSubject({ issuer, subject, exceptSession: spared });
      const issuedAt = await watermarkOf(store, { issuer, subject });
      await expectVerdict(store, { issuer, subject, sessionId: spared, issuedAt }, 'ok');
      await store.revokeSubject({ issuer, subject });
      await expectVerdict(store, { issuer, subject, sessionId: spared, issuedAt }, 'revoked');
    },
  },
  {
    name: 'V1 · spares no session after a revocation that spared none, or another',
    check: async ({ store }) => {
      for (const exceptions of [
        [undefined, 'a'],
        ['a', undefined],
        ['a', 'b'],
        ['b', 'a', 'b'],
        ['a', 'b', 'c'],
      ]) {
        const { issuer, subject } = freshToken();
        for (const exceptSession of exceptions) {
          await store.revokeSubject({ issuer, subject, exceptSession });
        }
        const earlier = (await watermarkOf(store, { issuer, subject })) - 600;
        for (const sessionId of ['a', 'b', 'c', 'd']) {
          await expectVerdict(store, { issuer, subject, sessionId, issuedAt: earlier }, 'revoked');
        }
      }
    },
  },
  {
    name: 'V1 · compares a spared session with the revocations that did not spare it',
    movesClock: true,
    check: async ({ store, advance }) => {
      const { issuer, subject } = freshToken();
      const marks: number[] = [];
      for (const exceptSession of ['a', 'b', 'a']) {
        await advance?.(10_000);
        await store.revokeSubject({ issuer, subject, exceptSession });
        marks.push(await watermarkOf(store, { issuer, subject }));
      }
      const [, second = NaN, third = NaN] = marks;
      assert.equal(await store.watermark({ issuer, subject, sessionId: 'a' }), second);
      assert.equal(await store.watermark({ issuer, subject, sessionId: 'b' }), third);
      await expectVerdict(store, { issuer, subject, sessionId: 'a', issuedAt: second }, 'revoked');
      await expectVerdict(store, { issuer, subject, sessionId: 'a', issuedAt: second + 1 }, 'ok');
      await expectVerdict(store, { issuer, subject, sessionId: 'b', issuedAt: third }, 'revoked');
      await expectVerdict(store, { issuer, subject, sessionId: 'b', issuedAt: third + 1 }, 'ok');
    },
  },
  {
    name: 'V1, L-05 · spares a session from no other level',
    check: async ({ store }) => {
      const revocations: readonly ((token: FreshToken) => Promise<void>)[] = [
        ({ issuer, jti }) => store.revokeToken({ issuer, jti }),
        ({ issuer, sessionId }) => store.revokeSession({ issuer, sessionId }),
        ({ issuer, clientId }) => store.revokeClient({ issuer, clientId }),
        ({ issuer }) => store.revokeIssuer({ issuer }),
      ];
      for (const revoke of revocations) {
        const token = freshToken();
        const { issuer, subject, sessionId } = token;
        await store.revokeSubject({ issuer, subject, exceptSession: sessionId });
        await expectVerdict(store, token, 'ok');
        await revoke(token);
        await expectVerdict(store, token, 'revoked');
      }
    },
  },
]);
