import { channel } from 'node:diagnostics_channel';
import { types } from 'node:util';
import type { SecurityEvents } from './events.js';

/** Receives one kind of event. */
export type SecurityEventListener<Name extends keyof SecurityEvents> = (event: SecurityEvents[Name]) => void;

/** Emits events to listeners of one verifier, and to the process-wide channels `jwt-guard:<name>` of `node:diagnostics_channel`. */
export interface SecurityEventEmitter {
  /** Adds a listener. Returns a function that removes it. */
  readonly on: <Name extends keyof SecurityEvents>(name: Name, listener: SecurityEventListener<Name>) => () => void;
  /** Tells all listeners. Layers above the verifier tell what they refused by it. */
  readonly emit: <Name extends keyof SecurityEvents>(name: Name, event: SecurityEvents[Name]) => void;
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

/** An async listener fails later, by a rejection that would end the process. */
function callSafely(listener: (event: unknown) => unknown, event: unknown): void {
  try {
    const answer = listener(event);
    if (types.isPromise(answer)) answer.catch(warn);
  } catch (error) {
    warn(error);
  }
}

function warn(error: unknown): void {
  const complaint = types.isNativeError(error) ? error.message : 'no Error';
  process.emitWarning(`A listener for security events threw: ${complaint}`, 'JwtGuardWarning');
}
