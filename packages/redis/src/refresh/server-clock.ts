import type { RedisConnection } from '../commands/redis-connection.js';
import { unexpectedReply, wholeNumber } from './session-text.js';

/** The clock of the server, as far as this process knows it: for deadlines, never for a decision. */
export interface ServerClock {
  /** Epoch milliseconds of the server after which a command sent now is sent in vain. Asks the server at the first time. */
  deadline(key: string): number | Promise<number>;
  /** Learns from a time in a reply that has come just now. */
  observe(nowMs: number): void;
}

/**
 * Estimates the server's clock. A deadline is twice the time limit away, for what the estimate lacks: a reply was under way
 * for less than the limit, else it would not have been taken.
 */
export function createServerClock(connection: RedisConnection): ServerClock {
  const { commandTimeout } = connection;
  let offsetMs: number | undefined;
  let asking: Promise<void> | undefined;

  return Object.freeze<ServerClock>({
    deadline: (key) => (offsetMs === undefined ? ask(key).then(next) : next()),
    observe,
  });

  function next(): number {
    return Math.ceil(performance.now() + (offsetMs ?? 0) + 2 * commandTimeout);
  }

  /** The highest is nearest to the truth, unless the server's clock was set back. */
  function observe(nowMs: number): void {
    const observed = nowMs - performance.now();
    if (offsetMs === undefined || observed > offsetMs || observed < offsetMs - commandTimeout) offsetMs = observed;
  }

  function ask(key: string): Promise<void> {
    asking ??= connection
      .send(key, ['TIME'])
      .then((reply) => {
        if (!Array.isArray(reply)) throw unexpectedReply();
        observe(wholeNumber(reply[0]) * 1000 + Math.floor(wholeNumber(reply[1]) / 1000));
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  }
}
