import { aFunction, InvalidOptionError, numberWithin, ownOptions, StoreUnavailableError } from '@jwt-guard/core';

import { isExpired } from './is-expired.js';
import type {
  NewSession,
  RefreshSession,
  RefreshTokenStore,
  RotationRequest,
  RotationVerdict,
  SessionOwner,
} from './refresh-token-store.js';
import { rotationVerdict } from './rotation-verdict.js';
import type { SessionRecord } from './rotation-verdict.js';
import { createSessionIndex } from './session-index.js';

/** What {@link MemoryRefreshTokenStore} takes. */
export interface MemoryRefreshTokenStoreOptions {
  /** The store's clock in epoch milliseconds; default `Date.now`. */
  readonly clock?: () => number;
  /** How many sessions it holds, ended ones included, 1–10,000,000; default 100,000. A login beyond is refused with 503. */
  readonly maxSessions?: number;
}

const tombstoneMs = 60_000;
/** More than one: the sweep must be faster than logins. */
const sweptPerStart = 2;

/**
 * Keeps sessions in the memory of one process: for development, tests, and services of a single process whose users may
 * log in again after a restart. Each method decides without an await between reading and writing.
 */
export class MemoryRefreshTokenStore implements RefreshTokenStore {
  readonly #clock: () => number;
  readonly #maxSessions: number;
  readonly #records = new Map<string, SessionRecord>();
  readonly #index = createSessionIndex();
  /** Ids that were revoked before they were known, and until when they stay so. */
  readonly #tombstones = new Map<string, number>();
  #sweep = this.#records.values();

  /** @throws {InvalidOptionError} When an option is wrong. */
  constructor(options: MemoryRefreshTokenStoreOptions = {}) {
    const { clock = Date.now, maxSessions = 100_000 } = ownOptions(options, ['clock', 'maxSessions']);
    this.#clock = aFunction(clock, 'clock', 'pass a function that answers epoch milliseconds.');
    this.#maxSessions = numberWithin(maxSessions, 'maxSessions', { min: 1, max: 10_000_000, unit: 'sessions' });
    if (!Number.isInteger(maxSessions)) throw new InvalidOptionError('maxSessions', 'pass a whole number of sessions.');
  }

  /** How many sessions it holds, ended ones included. */
  get size(): number {
    return this.#records.size;
  }

  start(session: NewSession): Promise<RefreshSession> {
    return settled(() => {
      const nowMs = this.#clock();
      this.#sweepExpired(sweptPerStart, nowMs);
      if (this.#records.has(session.id) || this.#isBuried(session.id, nowMs)) throw new Error('The session id exists.');
      if (this.#records.size >= this.#maxSessions) this.#sweepExpired(this.#records.size + 1, nowMs);
      if (this.#records.size >= this.#maxSessions)
        throw new StoreUnavailableError({ cause: new Error('The store is full: raise maxSessions.') });
      const record = newRecord(session, nowMs);
      this.#records.set(session.id, record);
      this.#index.add(record.session);
      return record.session;
    });
  }

  rotate(request: RotationRequest): Promise<RotationVerdict> {
    return settled(() => {
      const before = this.#records.get(request.sessionId);
      const { verdict, record } = rotationVerdict(before, request, this.#clock());
      if (record !== undefined && record !== before) this.#records.set(request.sessionId, record);
      return verdict;
    });
  }

  find(sessionId: string): Promise<RefreshSession | undefined> {
    return settled(() => this.#live(sessionId));
  }

  revoke(sessionId: string): Promise<RefreshSession | undefined> {
    return settled(() => {
      const record = this.#records.get(sessionId);
      if (record === undefined) {
        this.#bury(sessionId);
        return undefined;
      }
      this.#records.set(sessionId, { ...record, status: 'pending' });
      return record.session;
    });
  }

  confirmRevocation(sessionId: string): Promise<void> {
    return settled(() => {
      const record = this.#records.get(sessionId);
      if (record?.status === 'pending') this.#records.set(sessionId, { ...record, status: 'revoked' });
    });
  }

  list(subject: { readonly issuer: string; readonly subject: string }): Promise<readonly RefreshSession[]> {
    return settled(() =>
      this.#index
        .idsOf(subject)
        .flatMap((id) => this.#live(id) ?? [])
        .sort((one, other) => other.lastUsedAtMs - one.lastUsedAtMs),
    );
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, this store is not
  async *sessionIds(owner: SessionOwner): AsyncIterable<string> {
    yield* this.#index.idsOf(owner);
  }

  #live(sessionId: string): RefreshSession | undefined {
    const record = this.#records.get(sessionId);
    return record?.status === 'live' && !isExpired(record.session, this.#clock()) ? record.session : undefined;
  }

  #isBuried(sessionId: string, nowMs: number): boolean {
    return nowMs < (this.#tombstones.get(sessionId) ?? -Infinity);
  }

  /** All tombstones stand for the same time, so the oldest is the first. */
  #bury(sessionId: string): void {
    const nowMs = this.#clock();
    for (const [id, untilMs] of this.#tombstones) {
      if (nowMs < untilMs) break;
      this.#tombstones.delete(id);
    }
    if (this.#tombstones.size >= this.#maxSessions)
      throw new StoreUnavailableError({ cause: new Error('Too many unknown sessions were revoked.') });
    this.#tombstones.delete(sessionId);
    this.#tombstones.set(sessionId, nowMs + tombstoneMs);
  }

  /** A revoked session too is kept until its absolute expiry: until then a reuse is recognised. */
  #sweepExpired(steps: number, nowMs: number): void {
    for (let step = 0; step < steps; step += 1) {
      const next = this.#sweep.next();
      if (next.done === true) this.#sweep = this.#records.values();
      else if (nowMs >= next.value.session.expiresAtMs) this.#forget(next.value.session);
    }
  }

  #forget(session: RefreshSession): void {
    this.#records.delete(session.id);
    this.#index.remove(session);
  }
}

function newRecord({ lifetimeMs, idleLifetimeMs, secretId, ...own }: NewSession, nowMs: number): SessionRecord {
  const session = Object.freeze<RefreshSession>({
    ...own,
    scopes: Object.freeze([...own.scopes]),
    audience: Object.freeze([...own.audience]),
    createdAtMs: nowMs,
    lastUsedAtMs: nowMs,
    expiresAtMs: nowMs + lifetimeMs,
    idleExpiresAtMs: nowMs + Math.min(idleLifetimeMs, lifetimeMs),
  });
  return { session, counter: 0, secretId, rotatedAtMs: nowMs, status: 'live' };
}

/** Runs a step at once, all of it, and answers as a store over the network would. */
function settled<T>(step: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(step());
  });
}
