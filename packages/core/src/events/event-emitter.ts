import type { Channel } from 'node:diagnostics_channel';
import { types } from 'node:util';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { eventChannel } from './event-channel.js';

/** Tells listeners of one object what happened, and those of the whole process by `node:diagnostics_channel`. */
export interface EventEmitter<Events extends object> {
  /**
   * Adds a listener. Returns a function that removes it.
   *
   * @throws {InvalidOptionError} For a name that no event has.
   */
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
  const topics = new Map<string, Topic>(
    names.map((name) => [name, { listeners: new Set(), channel: eventChannel(name) }]),
  );

  return Object.freeze<EventEmitter<Events>>({
    on: (name, listener) => {
      const topic = topics.get(name);
      if (topic === undefined)
        throw new InvalidOptionError('on', `there is no event "${name}"; ${names.join(', ')} are.`);
      topic.listeners.add(listener as Listener);
      return () => void topic.listeners.delete(listener as Listener);
    },
    emit: (name, event) => {
      const topic = topics.get(name);
      for (const listener of topic?.listeners ?? []) callSafely(listener, event);
      if (topic?.channel.hasSubscribers === true) topic.channel.publish(event);
    },
    hears: (name) => {
      const topic = topics.get(name);
      return topic !== undefined && (topic.listeners.size > 0 || topic.channel.hasSubscribers);
    },
  });
}

type Listener = (event: unknown) => unknown;

/** Who hears the events of one name. */
interface Topic {
  readonly listeners: Set<Listener>;
  readonly channel: Channel;
}

/** An async listener fails later, by a rejection that would end the process. */
function callSafely(listener: Listener, event: unknown): void {
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
