import assert from 'node:assert/strict';

import { defineCases } from '../contract-cases.js';
import type { CaseDefinition } from '../contract-cases.js';
import { hostileTexts, joinedTwins } from '../hostile-text.js';
import { expectVerdict, freshId, freshToken, secondsNow } from './revocation-fixture.js';
import type { WritableRevocationStore } from './revocation-fixture.js';

const isInvalidOption = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'invalid_option';

/** Strange ids, strange times, and arguments that are wrong. */
export const argumentCases: readonly CaseDefinition<WritableRevocationStore>[] = defineCases([
  {
    name: 'V1, A1 · keeps hostile ids apart, at every level',
    check: async ({ store }) => {
      for (const text of hostileTexts) {
        const issuer = `${freshId()}${text.slice(0, 1024)}`;
        await store.revokeToken({ issuer, jti: text });
        await store.revokeSession({ issuer, sessionId: text });
        await store.revokeSubject({ issuer, subject: text });
        await store.revokeClient({ issuer, clientId: text });
        await expectVerdict(store, { ...freshToken(), issuer }, 'ok');
        for (const other of hostileTexts) {
          const verdict = other === text ? 'revoked' : 'ok';
          await expectVerdict(store, { issuer, jti: other, issuedAt: 1 }, verdict);
          await expectVerdict(store, { issuer, sessionId: other, issuedAt: 1 }, verdict);
          await expectVerdict(store, { issuer, subject: other, issuedAt: 1 }, verdict);
          await expectVerdict(store, { issuer, clientId: other, issuedAt: 1 }, verdict);
        }
        await store.revokeIssuer({ issuer });
        await expectVerdict(store, { ...freshToken(), issuer }, 'revoked');
      }
    },
  },
  {
    name: 'V1, A1 · confuses no issuer with its ids, however both are written',
    check: async ({ store }) => {
      for (const [[issuer, id], [otherIssuer, otherId]] of joinedTwins) {
        const unique = freshId();
        await store.revokeToken({ issuer: unique + issuer, jti: id + unique });
        await store.revokeSession({ issuer: unique + issuer, sessionId: id + unique });
        await store.revokeSubject({ issuer: unique + issuer, subject: id + unique });
        await store.revokeClient({ issuer: unique + issuer, clientId: id + unique });
        const other = otherId + unique;
        const ids = { jti: other, sessionId: other, subject: other, clientId: other };
        await expectVerdict(store, { issuer: unique + otherIssuer, ...ids, issuedAt: 1 }, 'ok');
      }
    },
  },
  {
    name: 'V2, L-09 · loses no revocation in silence, whatever the expiry of the token is',
    check: async ({ store }) => {
      const now = await secondsNow(store);
      const expiries = [now + 60.5, now + 0.1, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, 1e15, Infinity, NaN];
      for (const expiresAt of expiries) {
        const { issuer, jti } = freshToken();
        const error: unknown = await store.revokeToken({ issuer, jti, expiresAt }).catch((caught: unknown) => caught);
        if (error === undefined) await expectVerdict(store, { issuer, jti }, 'revoked');
        else assert.ok(isInvalidOption(error), `${expiresAt} is refused by something else than InvalidOptionError`);
      }
      const { issuer, jti } = freshToken();
      await store.revokeToken({ issuer, jti, expiresAt: now + 60.5 });
      await expectVerdict(store, { issuer, jti }, 'revoked');
    },
  },
  {
    name: 'V2, L-10 · takes the revocation of an expired token, which needs none',
    check: async ({ store }) => {
      const { issuer, jti } = freshToken();
      const now = await secondsNow(store);
      for (const expiresAt of [now, now - 1, now - 0.5, now - 1e6]) await store.revokeToken({ issuer, jti, expiresAt });
      await expectVerdict(store, freshToken(), 'ok');
    },
  },
  {
    name: 'V1, L-09 · names a wrong argument, and revokes nothing by it',
    check: async ({ store }) => {
      const { issuer } = freshToken();
      for (const wrong of [undefined, null, '', 7, {}, ['a']]) {
        const text = wrong as string;
        await assert.rejects(store.revokeToken({ issuer, jti: text }), isInvalidOption);
        await assert.rejects(store.revokeToken({ issuer: text, jti: 'a' }), isInvalidOption);
        await assert.rejects(store.revokeSession({ issuer, sessionId: text }), isInvalidOption);
        await assert.rejects(store.revokeSubject({ issuer, subject: text }), isInvalidOption);
        await assert.rejects(store.revokeClient({ issuer, clientId: text }), isInvalidOption);
        await assert.rejects(store.revokeIssuer({ issuer: text }), isInvalidOption);
        if (wrong === undefined) continue;
        await assert.rejects(store.revokeSubject({ issuer, subject: 'a', exceptSession: text }), isInvalidOption);
        await assert.rejects(store.revokeToken({ issuer, jti: 'a', expiresAt: '1' as never }));
      }
      await expectVerdict(store, { ...freshToken(), issuer, jti: 'a', subject: 'a' }, 'ok');
    },
  },
]);
