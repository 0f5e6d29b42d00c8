/** Limits the time of many promises by one timer: a timer for each would cost as much as sending the command. */
export interface TimeLimit {
  /**
   * Settles as the promise does, or rejects when that takes longer. What it waits for goes on then: its outcome is nobody's.
   *
   * @param failure - makes of what went wrong what it rejects with
   */
  apply<T>(promise: Promise<T>, failure: (error: unknown) => Error): Promise<T>;
}

interface Waiting {
  readonly untilMs: number;
  readonly giveUp: () => void;
}

/** Makes a limit. All wait for the same time, so the first that waits is the first to give up. */
export function createTimeLimit(milliseconds: number): TimeLimit {
  // Who has settled leaves at once: thousands that stay for a second cost the garbage collector as much as the sending.
  const waiting = new Set<Waiting>();
  let timer: NodeJS.Timeout | undefined;

  return Object.freeze<TimeLimit>({ apply });

  function apply<T>(promise: Promise<T>, failure: (error: unknown) => Error): Promise<T> {
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        untilMs: performance.now() + milliseconds,
        giveUp: () => {
          reject(failure(new Error(`Redis did not answer within ${milliseconds} ms.`)));
        },
      };
      waiting.add(entry);
      timer ??= setTimeout(expire, milliseconds).unref();
      promise.then(
        (value) => {
          waiting.delete(entry);
          resolve(value);
        },
        (error: unknown) => {
          waiting.delete(entry);
          reject(failure(error));
        },
      );
    });
  }

  function expire(): void {
    const nowMs = performance.now();
    timer = undefined;
    for (const entry of waiting) {
      if (entry.untilMs > nowMs) {
        timer = setTimeout(expire, Math.ceil(entry.untilMs - nowMs)).unref();
        return;
      }
      waiting.delete(entry);
      entry.giveUp();
    }
  }
}
