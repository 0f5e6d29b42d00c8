import type { RedisConnection } from '../commands/redis-connection.js';
import { unexpectedReply, wholeNumber } from './session-text.js';

/** The clock of the server, as far as this process knows it: for deadlines, never for a decision. */
export interface ServerClock {
  /** Epoch milliseconds of the server after which a command sent now is sent in vain. Asks the server at the first time. */
  deadline(key: string): number | Promise<number>;
  /** Learns from a time in a reply that has come just now. */
  observe(nowMs: number): void;
}

interface Estimate {
  readonly offsetMs: number;
  readonly observedAtMs: number;
}

/** How long the best estimate counts: clocks drift apart, and are set. */
const rememberedMs = 60_000;

/**
 * Estimates the server's clock from below: a reply is older than the moment at which it comes. So a deadline is never later
 * than the moment at which the caller gives up. Whoever has given up tries again, perhaps by another process; a first try
 * that is taken after that would make a reuse of its token.
 */
export function createServerClock(connection: RedisConnection): ServerClock {
  const { commandTimeout } = connection;
  let best: Estimate | undefined;
  let asking: Promise<Estimate> | undefined;

  return Object.freeze<ServerClock>({
    deadline: (key) => (best === undefined ? ask(key).then(deadlineBy) : deadlineBy(best)),
    observe: (nowMs) => void learn(nowMs),
  });

  function deadlineBy({ offsetMs }: Estimate): number {
    return Math.floor(performance.now() + offsetMs + commandTimeout);
  }

  /** The highest is nearest to the truth, unless a clock has drifted or was set since. */
  function learn(nowMs: number): Estimate {
    const observedAtMs = performance.now();
    const offsetMs = nowMs - observedAtMs;
    if (best === undefined || offsetMs > best.offsetMs || isOutdated(best)) best = { offsetMs, observedAtMs };
    return best;

    function isOutdated(known: Estimate): boolean {
      return observedAtMs - known.observedAtMs > rememberedMs || offsetMs < known.offsetMs - commandTimeout;
    }
  }

  function ask(key: string): Promise<Estimate> {
    asking ??= connection
      .send(key, ['TIME'])
      .then((reply) => {
        if (!Array.isArray(reply)) throw unexpectedReply();
        return learn(wholeNumber(reply[0]) * 1000 + Math.floor(wholeNumber(reply[1]) / 1000));
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  }
}
