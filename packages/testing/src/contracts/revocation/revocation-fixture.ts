import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import type { RevocableToken, RevocationStore, RevocationVerdict, RevocationWriter } from '@jwt-guard/core';

/** A store that also takes revocations. */
export type WritableRevocationStore = RevocationStore & RevocationWriter;

/** A token with all that it can be revoked by. */
export type FreshToken = Required<RevocableToken>;

/** Random text, for ids that no other case uses. */
export function freshId(): string {
  return randomBytes(16).toString('base64url');
}

/** A token that nobody has revoked, with every id that there is; issued in 2001, so that any watermark meets it. */
export function freshToken(members: Partial<FreshToken> = {}): FreshToken {
  return {
    issuer: `https://${freshId()}.example.com`,
    jti: freshId(),
    sessionId: freshId(),
    subject: freshId(),
    clientId: freshId(),
    issuedAt: 1_000_000_000,
    ...members,
  };
}

/** Demands a verdict, also by `lookup` where the store has that. */
export async function expectVerdict(
  store: RevocationStore,
  token: RevocableToken,
  verdict: RevocationVerdict,
): Promise<void> {
  const shown = JSON.stringify(token).slice(0, 300);
  assert.equal(await store.check(token), verdict, `check ${shown}`);
  if (store.lookup !== undefined) assert.equal(await store.lookup(token), verdict, `lookup ${shown}`);
}

/** The watermark that meets a token; the case fails where there is none. */
export async function watermarkOf(
  store: RevocationWriter,
  token: Omit<RevocableToken, 'jti' | 'issuedAt'>,
): Promise<number> {
  const watermark = await store.watermark(token);
  assert.ok(Number.isSafeInteger(watermark), `the watermark ${watermark ?? 'undefined'} is no whole second`);
  return watermark as number;
}

/** The whole seconds that the store's clock shows. */
export async function secondsNow(store: RevocationWriter): Promise<number> {
  const { issuer } = freshToken();
  await store.revokeIssuer({ issuer });
  return watermarkOf(store, { issuer });
}
