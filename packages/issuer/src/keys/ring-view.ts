import type { EventEmitter } from '@jwt-guard/core';

import type { KeyRingEvents } from './key-ring-events.js';
import type { RingDocument, RingEntry } from './ring-document.js';
import type { StoredDocument } from './ring-persistence.js';
import { stateOf } from './ring-schedule.js';
import type { KeyState } from './ring-schedule.js';

/** What a process knows of its ring, and the keys of it, ready for use. */
export interface RingView<Key> {
  /** The ring as it was adopted last; undefined before the first time. */
  current(): StoredDocument | undefined;
  /** A key of the ring by its id, unless it is gone. */
  find(kid: string, nowMs: number): Key | undefined;
  /** All keys that are not gone, in the order in which they sign. */
  all(nowMs: number): readonly Key[];
  /** Takes over what was loaded or stored, and tells what is new in it. */
  adopt(stored: StoredDocument, nowMs: number): Promise<void>;
  /** Tells which keys have changed their state since. */
  notice(nowMs: number): void;
}

/** What a view needs to know of its ring. */
export interface RingViewOptions<Key> {
  readonly ring: 'keys' | 'secrets';
  readonly events: EventEmitter<KeyRingEvents>;
  /** Makes a key usable; what it throws means that the ring cannot be read. */
  readonly open: (entry: RingEntry) => Promise<Key>;
}

/** Makes the view of a process on its ring. */
export function createRingView<Key>({ ring, events, open }: RingViewOptions<Key>): RingView<Key> {
  let current: StoredDocument | undefined;
  let keys: ReadonlyMap<string, Key> = new Map();
  let seen: ReadonlyMap<string, { readonly entry: RingEntry; readonly state: KeyState }> | undefined;

  function notice(nowMs: number): void {
    if (current === undefined) return;
    const { document } = current;
    const before = seen;
    const now = new Map(
      document.entries.map((entry) => [entry.kid, { entry, state: stateOf(entry, document, nowMs) }]),
    );
    seen = now;
    if (before === undefined) return; // What was there before this process is no news.
    for (const { entry, state } of now.values()) tell(entry, changeOf(before.get(entry.kid)?.state, state));
    for (const [kid, { entry, state }] of before) if (!now.has(kid)) tell(entry, endOf(document, kid, state));

    function tell({ kid, algorithm }: RingEntry, names: readonly EventName[]): void {
      for (const name of names) events.emit(name, Object.freeze({ ring, kid, algorithm, atMs: nowMs }));
    }
  }

  const find = (kid: string, nowMs: number): Key | undefined => {
    const entry = current?.document.entries.find((one) => one.kid === kid);
    if (current === undefined || entry === undefined) return undefined;
    return stateOf(entry, current.document, nowMs) === 'gone' ? undefined : keys.get(kid);
  };

  const opened = (entry: RingEntry): Promise<Key> =>
    open(entry).catch((cause: unknown) => {
      throw new Error('the key ring holds a key that can not be used', { cause });
    });

  return Object.freeze<RingView<Key>>({
    current: () => current,
    find,
    all: (nowMs) =>
      (current?.document.entries ?? []).map(({ kid }) => find(kid, nowMs)).filter((key) => key !== undefined),
    adopt: async (stored, nowMs) => {
      const all = await Promise.all(
        stored.document.entries.map(
          async (entry) => [entry.kid, keys.get(entry.kid) ?? (await opened(entry))] as const,
        ),
      );
      keys = new Map(all);
      current = stored;
      notice(nowMs);
    },
    notice,
  });
}

type EventName = Exclude<keyof KeyRingEvents, 'keyRingFailed'>;

function changeOf(before: KeyState | undefined, now: KeyState): readonly EventName[] {
  if (before === now) return [];
  const published: readonly EventName[] = before === undefined ? ['keyPublished'] : [];
  if (now === 'active') return [...published, 'keyActivated'];
  if (now === 'retiring') return [...published, 'keyRetired'];
  return now === 'gone' ? ['keyRemoved'] : published;
}

function endOf({ revoked }: RingDocument, kid: string, last: KeyState): readonly EventName[] {
  if (revoked.some((one) => one.kid === kid)) return ['keyRevoked'];
  return last === 'gone' ? [] : ['keyRemoved'];
}
