import type { EventEmitter } from '@jwt-guard/core';

import { createKeyRingEmitter } from './key-ring-events.js';
import type { KeyRingEvents } from './key-ring-events.js';
import type { RingParts } from './ring-change.js';
import type { RingDocument, RingEntry } from './ring-document.js';
import type { StoredDocument } from './ring-persistence.js';
import { createRingView } from './ring-view.js';
import type { RingView } from './ring-view.js';
import { createSharedRing } from './shared-ring.js';
import type { SharedRing } from './shared-ring.js';

/** What {@link openRing} takes. */
export interface OpenRingOptions<Key> extends Omit<RingParts<Key>, 'view' | 'events'> {
  /** Makes a key usable. */
  readonly open: (entry: RingEntry) => Promise<Key>;
}

/** A ring that was loaded. */
export interface OpenRing<Key> extends OpenRingOptions<Key> {
  readonly view: RingView<Key>;
  readonly events: EventEmitter<KeyRingEvents>;
  readonly shared: SharedRing;
  /** The ring as this process knows it. */
  readonly document: () => RingDocument;
}

/** Loads a ring, or founds it where the store has none yet. Rejects with `unavailable` when the store does not answer. */
export async function openRing<Key>(options: OpenRingOptions<Key>): Promise<OpenRing<Key>> {
  const events = createKeyRingEmitter();
  const view = createRingView({ ring: options.ring, events, open: options.open });
  const shared = createSharedRing({ ...options, view, events });
  try {
    await shared.refresh();
  } catch (error) {
    shared.close();
    throw error;
  }
  // It was loaded, or this line would not be reached.
  const document = (): RingDocument => (view.current() as StoredDocument).document;
  return { ...options, view, events, shared, document };
}
