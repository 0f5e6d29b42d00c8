import { StoreUnavailableError } from '@jwt-guard/core';
import type { NewSession, RefreshSession } from '@jwt-guard/issuer';

/** Who holds a session, as one text: equal texts, equal client and key. */
export function holderText(holder: { readonly clientId: string; readonly keyThumbprint?: string | undefined }): string {
  return JSON.stringify([holder.clientId, holder.keyThumbprint ?? null]);
}

/** A list as lines, each of them JSON: no text that anybody chose can break out of its line. Empty for none. */
export function linesText(list: readonly string[] = []): string {
  return list.map((one) => JSON.stringify(one)).join('\n');
}

/** What does not change of a session, as JSON without its opening brace: the server writes its times before it. */
export function constantText(session: NewSession): string {
  const { id, issuer, subject, clientId, scopes, audience, keyThumbprint, device } = session;
  return JSON.stringify({ id, issuer, subject, clientId, scopes, audience, keyThumbprint, device }).slice(1);
}

/**
 * The session that a script has answered: its JSON, its last use and its idle expiry.
 *
 * @throws {StoreUnavailableError} When the reply is nothing that a script of ours would say
 */
export function sessionOf(json: unknown, lastUsedAtMs: unknown, idleExpiresAtMs: unknown): RefreshSession {
  if (typeof json !== 'string') throw unexpectedReply();
  const session = JSON.parse(json) as { -readonly [Member in keyof RefreshSession]: RefreshSession[Member] };
  session.lastUsedAtMs = wholeNumber(lastUsedAtMs);
  session.idleExpiresAtMs = wholeNumber(idleExpiresAtMs);
  Object.freeze(session.scopes);
  Object.freeze(session.audience);
  return Object.freeze(session);
}

/** @throws {StoreUnavailableError} When it is no whole number, as a number or as text. */
export function wholeNumber(value: unknown): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (!Number.isSafeInteger(number)) throw unexpectedReply();
  return number as number;
}

/** What Redis says is not what a store of ours would have stored. */
export function unexpectedReply(): StoreUnavailableError {
  return new StoreUnavailableError({ cause: new Error('Redis answered something that no script of JWT Guard does.') });
}
