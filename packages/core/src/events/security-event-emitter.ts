import { createEventEmitter } from './event-emitter.js';
import type { EventEmitter } from './event-emitter.js';
import type { SecurityEvents } from './events.js';

/** Receives one kind of event. */
export type SecurityEventListener<Name extends keyof SecurityEvents> = (event: SecurityEvents[Name]) => void;

/** Emits the events of one verifier. Layers above the verifier tell what they refused by it. */
export type SecurityEventEmitter = EventEmitter<SecurityEvents>;

const eventNames = [
  'verified',
  'rejected',
  'explained',
  'keysFetched',
  'keysFailed',
  'keysStaleUsed',
  'metadataFailed',
  'keyAdded',
  'keyRemoved',
  'issuersFailed',
  'revocationUnknown',
] as const;

/** Makes the emitter of a verifier. */
export function createSecurityEventEmitter(): SecurityEventEmitter {
  return createEventEmitter<SecurityEvents>(eventNames);
}
