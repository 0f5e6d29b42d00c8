import type { Channel } from 'node:diagnostics_channel';
import { types } from 'node:util';
import { eventChannel } from './event-channel.js';

/** Tells listeners of one object what happened, and those of the whole process by `node:diagnostics_channel`. */
export interface EventEmitter<Events extends object> {
  /** Adds a listener. Returns a function that removes it. */
  readonly on: <Name extends keyof Events & string>(name: Name, listener: (event: Events[Name]) => void) => () => void;
  /** Tells all listeners. */
  readonly emit: <Name extends keyof Events & string>(name: Name, event: Events[Name]) => void;
  /** Whether anybody would hear an event of this name: lets the caller save making it. */
  hears(name: keyof Events & string): boolean;
}

/**
 * Makes an emitter whose listeners can fail without touching the decision: an error in one becomes a process warning.
 * Each event is also published on the channel `jwt-guard:<name>`.
 *
 * @param names - of all events
 */
export function createEventEmitter<Events extends object>(
  names: readonly (keyof Events & string)[],
): EventEmitter<Events> {
  const channels = new Map<string, Channel>(names.map((name) => [name, eventChannel(name)]));
  const listeners = new Map<string, Set<(event: never) => void>>();

  return Object.freeze<EventEmitter<Events>>({
    on: (name, listener) => {
      const registered = listeners.get(name) ?? new Set();
      listeners.set(name, registered.add(listener));
      return () => void registered.delete(listener);
    },
    emit: (name, event) => {
      for (const listener of listeners.get(name) ?? []) callSafely(listener as (event: unknown) => void, event);
      const published = channels.get(name);
      if (published?.hasSubscribers === true) published.publish(event);
    },
    hears: (name) => (listeners.get(name)?.size ?? 0) > 0 || channels.get(name)?.hasSubscribers === true,
  });
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
