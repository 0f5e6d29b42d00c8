import type { EventEmitter } from '@jwt-guard/core';

import type { KeyRingEvents } from './key-ring-events.js';
import type { RingDocument, RingEntry, RingUse } from './ring-document.js';
import type { RingPersistence, StoredDocument } from './ring-persistence.js';
import { isSuccessorDue, tidied, withSuccessor } from './ring-schedule.js';
import type { RingTimes } from './ring-schedule.js';
import type { RingView } from './ring-view.js';

/** Key material that was just made, or given. */
export type NewKey = Pick<RingEntry, 'kid' | 'algorithm' | 'jwk'>;

/** A change of a ring; the same document where nothing is to do. May run again, on what others stored meanwhile. */
export type RingChange = (document: RingDocument, nowMs: number) => RingDocument | Promise<RingDocument>;

/** What a ring is made of. */
export interface RingParts<Key> {
  readonly ring: 'keys' | 'secrets';
  readonly use: RingUse;
  readonly persistence: RingPersistence;
  readonly view: RingView<Key>;
  readonly events: EventEmitter<KeyRingEvents>;
  readonly times: RingTimes;
  /** How old the view on a store may become, in milliseconds; undefined where no other process changes the ring. */
  readonly refreshMs: number | undefined;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Makes a new key. */
  readonly generate: () => Promise<NewKey>;
  /** The first key of an empty ring, where it is given. */
  readonly first: NewKey | undefined;
  /** The error that callers get where the store is needed and does not answer. */
  readonly unavailable: (cause: unknown) => Error;
}

const maxAttempts = 10;

/**
 * Brings a change into the ring that all share: loads it, changes it, and stores it if nobody else did meanwhile. Whoever
 * loses the race begins again with what the winner stored.
 */
export async function settleOn<Key>(options: RingParts<Key>, change: RingChange): Promise<void> {
  const { ring, persistence, view, events, clock } = options;
  const founded = once(() => foundingDocument(options));
  for (let tries = 0; tries < maxAttempts; tries += 1) {
    const loaded = await persistence.load();
    const base = newer(loaded, view.current()) ?? { version: 0, document: await founded() };
    if (base !== loaded && view.current() !== undefined)
      events.emit('keyRingFailed', Object.freeze({ ring, error: lostWrites() }));
    // Opened before anything is changed: what cannot be read is not written over.
    if (base === loaded) await view.adopt(loaded, clock());
    const document = await change(base.document, clock());
    if (document === loaded?.document) return;
    const version = loaded?.version ?? 0;
    if (await persistence.replace(document, version)) return view.adopt({ version: version + 1, document }, clock());
  }
  throw new Error('other processes changed the key ring at each attempt');
}

/** A store that comes back without its latest writes is given the ring back. */
function newer(loaded: StoredDocument | undefined, ours: StoredDocument | undefined): StoredDocument | undefined {
  if (loaded === undefined || ours === undefined) return loaded ?? ours;
  const ahead = ours.document.revision - loaded.document.revision;
  return ahead > 0 || (ahead === 0 && isOlder(ours.document, loaded.document)) ? ours : loaded;
}

/** Of two rings, one founded by a newcomer on a store that was emptied, the older has signed what is around. */
function isOlder(ours: RingDocument, theirs: RingDocument): boolean {
  return firstOf(ours).createdAtMs < firstOf(theirs).createdAtMs;
}

function firstOf({ entries }: RingDocument): RingEntry {
  return entries[0] as RingEntry;
}

function lostWrites(): Error {
  return new Error('the key store has lost its latest writes; it is given the ring back');
}

async function foundingDocument<Key>({ use, first, generate, clock, times }: RingParts<Key>): Promise<RingDocument> {
  const key = first ?? (await generate());
  const nowMs = clock();
  const entry = entryOf(key, nowMs, { signsFromMs: nowMs, verifiesMs: times.verifiesMs });
  return { format: 1, use, revision: 1, entries: [entry], revoked: [] };
}

/** The step that is due: to publish a successor, and to remove what is gone. */
export function dueChange<Key>({ generate, times, clock }: RingParts<Key>): RingChange {
  const successor = once(generate);
  return async (document, nowMs) => {
    const tidy = tidied(document, nowMs, times);
    if (!isSuccessorDue(tidy, nowMs, times)) return tidy;
    const key = await successor();
    const publishedMs = clock(); // after the key was made, which takes its time
    const life = { signsFromMs: publishedMs + times.pendingMs, verifiesMs: times.verifiesMs };
    return withSuccessor(tidy, entryOf(key, publishedMs, life));
  };
}

/** An entry for a new key. */
export function entryOf(
  { kid, algorithm, jwk }: NewKey,
  createdAtMs: number,
  times: Pick<RingEntry, 'signsFromMs' | 'verifiesMs'>,
): RingEntry {
  return { kid, algorithm, createdAtMs, ...times, jwk };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
