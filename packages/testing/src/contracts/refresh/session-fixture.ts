import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import type {
  NewSession,
  RefreshSession,
  RefreshTokenStore,
  RotationRequest,
  RotationVerdict,
} from '@jwt-guard/issuer';

import type { CaseContext } from '../contract-cases.js';

/** So long that no case outlives it on a real clock. */
export const hourMs = 3_600_000;

/** The longest grace. */
export const minuteMs = 60_000;

/** Random text, for ids that no other case uses. */
export function freshId(): string {
  return randomBytes(16).toString('base64url');
}

/** A session that nobody has started. */
export function newSession(members: Partial<NewSession> = {}): NewSession {
  return {
    id: freshId(),
    issuer: 'https://auth.example.com',
    subject: `subject-${freshId()}`,
    clientId: `client-${freshId()}`,
    scopes: ['reports:read', 'reports:write'],
    audience: ['https://api.example.com', 'https://files.example.com'],
    lifetimeMs: 24 * hourMs,
    idleLifetimeMs: hourMs,
    secretId: 'secret-0',
    ...members,
  };
}

/** A request with the current token of the session, as its client makes it. */
export function requestOf(session: NewSession, members: Partial<RotationRequest> = {}): RotationRequest {
  const { id: sessionId, clientId, keyThumbprint } = session;
  return {
    sessionId,
    counter: 0,
    clientId,
    ...(keyThumbprint !== undefined && { keyThumbprint }),
    graceMs: minuteMs,
    idleLifetimeMs: hourMs,
    secretId: 'secret-1',
    ...members,
  };
}

/** What was rotated, replayed or fast-forwarded; anything else fails the case. */
export function successorIn(verdict: RotationVerdict): Extract<RotationVerdict, { readonly counter: number }> {
  if ('counter' in verdict) return verdict;
  return assert.fail(`there is no successor, but: ${verdict.outcome}`);
}

/** Asks for a rotation and demands an outcome. */
export async function expectOutcome(
  store: RefreshTokenStore,
  request: RotationRequest,
  ...outcomes: readonly RotationVerdict['outcome'][]
): Promise<RotationVerdict> {
  const verdict = await store.rotate(request);
  assert.ok(outcomes.includes(verdict.outcome), `${verdict.outcome}, where it must be ${outcomes.join(' or ')}`);
  return verdict;
}

/** Demands that a store tells of two sessions that are the same, member by member. */
export function assertSameSession(actual: RefreshSession | undefined, expected: RefreshSession): void {
  assert.deepEqual(plain(actual), plain(expected));
}

/** Collects what `sessionIds` yields. */
export async function collect(ids: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const id of ids) all.push(id);
  return all.sort();
}

/**
 * Lets so much time pass on the store's clock: by moving it, else by asking for the time until it has. The clock of a store
 * shows in its verdicts.
 */
export async function pass({ store, advance }: CaseContext<RefreshTokenStore>, milliseconds: number): Promise<void> {
  if (advance !== undefined) {
    await advance(milliseconds);
    return;
  }

  const watch = newSession();
  const { createdAtMs } = await store.start(watch);
  for (let counter = 0; counter < 10_000; counter += 1) {
    const { nowMs } = successorIn(await store.rotate(requestOf(watch, { counter })));
    if (nowMs - createdAtMs >= milliseconds) return;
    await delay(1);
  }
  assert.fail(`the clock of the store did not move by ${milliseconds} ms`);
}

function plain(session: RefreshSession | undefined): unknown {
  return session === undefined ? undefined : (JSON.parse(JSON.stringify(session)) as unknown);
}
