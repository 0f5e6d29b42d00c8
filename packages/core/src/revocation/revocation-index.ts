import { aFunction, numberWithin } from '../options/option-checks.js';
import { ownOptions } from '../options/own-options.js';
import { createHeldRevocations } from './held-revocations.js';
import type { Held, HeldRevocations, HeldWatermark, Place, Shelves } from './held-revocations.js';
import type { RevocableToken } from './revocation-store.js';
import { mergeWatermark, watermarkFor } from './watermark.js';
import type { Watermark } from './watermark.js';

/** One revocation, or what all revocations of one id amount to. */
export type RevocationEntry = EntryInIssuer &
  (
    | { readonly level: 'token' | 'session'; /** The `jti` or the `sid`. */ readonly id: string }
    | ({ readonly level: 'subject' | 'client'; /** The `sub` or the client. */ readonly id: string } & Watermark)
    | ({ readonly level: 'issuer' } & Watermark)
  );

interface EntryInIssuer {
  readonly issuer: string;
  /** Epoch seconds until which the entry is needed, margin included. Default and maximum: the longest lifetime and the margin, from now. */
  readonly heldUntil?: number | undefined;
}

/** Options of an index. */
export interface RevocationIndexOptions {
  /** The longest lifetime of a token, in seconds: 60 to 2,592,000 (30 days). Default 86,400 (24 hours). */
  readonly maxLifetime?: number;
  /** How many entries are held, 1 to 16,000,000. Default 1,000,000. */
  readonly maxEntries?: number;
  /** Epoch milliseconds. Default `Date.now`. */
  readonly clock?: () => number;
}

/**
 * Revocations in memory, found by raw id: what a store stands on that answers without a network. Bounded; forgets by
 * itself what is needed no more, a little with each call. A copy of other data is best replaced as a whole: fill a new
 * index, then use that.
 */
export interface RevocationIndex {
  readonly maxLifetimeSeconds: number;
  /** Entries held. */
  readonly size: number;
  /** Whether a token was revoked, by what is held. */
  isRevoked(token: RevocableToken): boolean;
  /** The latest watermark that meets a token, in whole epoch seconds; undefined for none. */
  watermark(token: Omit<RevocableToken, 'jti' | 'issuedAt'>): number | undefined;
  /**
   * Adds one revocation to what is held: entries live longer and watermarks move forward, never back.
   *
   * @returns whether it is held; false when there is no room, and nothing has changed then
   */
  merge(entry: RevocationEntry): boolean;
  /**
   * Sets the full state of one id, as the source of truth tells it.
   *
   * @returns whether it is held; false when there is no room, and nothing has changed then
   */
  put(entry: RevocationEntry): boolean;
}

/** By how much an entry outlives the `exp` of its tokens, in seconds: the largest clock tolerance of a verifier, and 10. */
export const revocationMarginSeconds = 310;

const day = 86_400;

/** So much is forgotten with each call: microseconds, however much ends at once. */
const forgottenAtOnce = 64;

/**
 * Makes an empty index.
 *
 * @throws {InvalidOptionError} When an option is unknown or out of range.
 */
export function createRevocationIndex(options: RevocationIndexOptions = {}): RevocationIndex {
  const { maxLifetime, maxEntries, clock } = readRevocationIndexOptions(options);
  const held = createHeldRevocations(maxEntries, () => Math.floor(clock() / 60_000));

  function hold(entry: RevocationEntry, next: (endsInMinute: number, known: Held | undefined) => Held): boolean {
    held.forget(forgottenAtOnce);
    const now = clock() / 1_000;
    const until = Math.min(entry.heldUntil ?? Infinity, now + maxLifetime + revocationMarginSeconds);
    if (until <= now) return true;
    return held.set(placeOf(entry), (known) => next(Math.floor(until / 60) + 1, known));
  }

  return Object.freeze<RevocationIndex>({
    maxLifetimeSeconds: maxLifetime,
    get size() {
      held.forget(Infinity);
      return held.size();
    },
    isRevoked: (token) => {
      held.forget(forgottenAtOnce);
      const shelves = held.of(token.issuer);
      return shelves !== undefined && isRevokedBy(token, shelves, held);
    },
    watermark: (token) => {
      const shelves = held.of(token.issuer);
      return shelves === undefined ? undefined : latestWatermark(token, shelves, held);
    },
    merge: (entry) => hold(entry, (endsInMinute, known) => merged(entry, endsInMinute, known)),
    put: (entry) => hold(entry, (endsInMinute) => replaced(entry, endsInMinute)),
  });
}

/** The strictest level wins: each is asked by itself, none stands in for another. */
function isRevokedBy(token: RevocableToken, shelves: Shelves, held: HeldRevocations): boolean {
  const { jti, sessionId, issuedAt } = token;
  if (jti !== undefined && held.mayHold(jti) && shelves.token.has(jti)) return true;
  if (sessionId !== undefined && held.mayHold(sessionId) && shelves.session.has(sessionId)) return true;
  const watermark = latestWatermark(token, shelves, held);
  if (watermark === undefined) return false;
  // An `iat` may have a fraction: all of the watermark's second counts. Anything but a number is revoked.
  return !((issuedAt ?? NaN) >= watermark + 1);
}

function latestWatermark(
  { subject, clientId, sessionId }: Pick<RevocableToken, 'subject' | 'clientId' | 'sessionId'>,
  shelves: Shelves,
  held: HeldRevocations,
): number | undefined {
  const bySubject = subject !== undefined && held.mayHold(subject) ? shelves.subject.get(subject) : undefined;
  const byClient = clientId === undefined ? undefined : shelves.client.get(clientId);
  const byIssuer = shelves.issuer.get('');
  return later(later(secondOf(bySubject, sessionId), secondOf(byClient, sessionId)), secondOf(byIssuer, sessionId));
}

function secondOf(held: HeldWatermark | undefined, sessionId: string | undefined): number | undefined {
  return held === undefined ? undefined : watermarkFor(held, sessionId);
}

function later(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.max(one, other);
}

function placeOf(entry: RevocationEntry): Place {
  return { issuer: entry.issuer, level: entry.level, id: entry.level === 'issuer' ? '' : entry.id };
}

/** The shelf of an unconditional level holds numbers, that of a watermark holds watermarks. */
function merged(entry: RevocationEntry, endsInMinute: number, known: Held | undefined): Held {
  if (!('at' in entry)) return Math.max(endsInMinute, (known as number | undefined) ?? endsInMinute);
  const before = known as HeldWatermark | undefined;
  const { at, exceptSession, otherwise } = mergeWatermark(before, { ...entry, at: Math.floor(entry.at) });
  return { at, exceptSession, otherwise, endsInMinute: Math.max(endsInMinute, before?.endsInMinute ?? endsInMinute) };
}

function replaced(entry: RevocationEntry, endsInMinute: number): Held {
  if (!('at' in entry)) return endsInMinute;
  return { at: entry.at, exceptSession: entry.exceptSession, otherwise: entry.otherwise, endsInMinute };
}

/**
 * Validates the options of an index.
 *
 * @throws {InvalidOptionError} When one is unknown or out of range.
 */
export function readRevocationIndexOptions(options: RevocationIndexOptions): Required<RevocationIndexOptions> {
  const {
    maxLifetime = day,
    maxEntries = 1_000_000,
    clock = Date.now,
  } = ownOptions(options, ['maxLifetime', 'maxEntries', 'clock']);
  return {
    maxLifetime: numberWithin(maxLifetime, 'maxLifetime', { min: 60, max: 30 * day, unit: 'seconds' }),
    maxEntries: numberWithin(maxEntries, 'maxEntries', { min: 1, max: 16_000_000, unit: 'entries' }),
    clock: aFunction(clock, 'clock', 'pass a function that answers epoch milliseconds.'),
  };
}
