import { channel } from 'node:diagnostics_channel';
import type { SecurityEvents } from './events.js';

/** Receives one kind of event. */
export type SecurityEventListener<Name extends keyof SecurityEvents> = (event: SecurityEvents[Name]) => void;

/** Emits events to listeners of one verifier, and to the process-wide channels `jwt-guard:<name>` of `node:diagnostics_channel`. */
export interface SecurityEventEmitter {
  /** Adds a listener. Returns a function that removes it. */
  on<Name extends keyof SecurityEvents>(name: Name, listener: SecurityEventListener<Name>): () => void;
  emit<Name extends keyof SecurityEvents>(name: Name, event: SecurityEvents[Name]): void;
  /** Whether anybody would hear an event of this name: lets the caller save making it. */
  hears(name: keyof SecurityEvents): boolean;
}

const channels = {
  verified: channel('jwt-guard:verified'),
  rejected: channel('jwt-guard:rejected'),
  keysFetched: channel('jwt-guard:keysFetched'),
  keysFailed: channel('jwt-guard:keysFailed'),
} as const;

/** Makes an emitter whose listeners can fail without touching the decision: an error in one becomes a process warning. */
export function createSecurityEventEmitter(): SecurityEventEmitter {
  const listeners = new Map<keyof SecurityEvents, Set<(event: never) => void>>();

  return Object.freeze({
    on: (name, listener) => {
      const registered = listeners.get(name) ?? new Set();
      listeners.set(name, registered.add(listener));
      return () => void registered.delete(listener);
    },
    emit: (name, event) => {
      for (const listener of listeners.get(name) ?? []) callSafely(listener as (event: unknown) => void, event);
      if (channels[name].hasSubscribers) channels[name].publish(event);
    },
    hears: (name) => (listeners.get(name)?.size ?? 0) > 0 || channels[name].hasSubscribers,
  } satisfies SecurityEventEmitter);
}

function callSafely(listener: (event: unknown) => void, event: unknown): void {
  try {
    listener(event);
  } catch (error) {
    process.emitWarning(`A listener for security events threw: ${String(error)}`, 'JwtGuardWarning');
  }
}
