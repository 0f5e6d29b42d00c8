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
  /** Undefined once the promise has settled. */
  giveUp: (() => void) | undefined;
}

/** Makes a limit. All wait for the same time, so the first that waits is the first to give up. */
export function createTimeLimit(milliseconds: number): TimeLimit {
  let waiting: Waiting[] = [];
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
      wait(entry);
      promise.then(
        (value) => {
          entry.giveUp = undefined;
          resolve(value);
        },
        (error: unknown) => {
          entry.giveUp = undefined;
          reject(failure(error));
        },
      );
    });
  }

  function wait(entry: Waiting): void {
    waiting.push(entry);
    timer ??= setTimeout(expire, milliseconds).unref();
  }

  function expire(): void {
    const nowMs = performance.now();
    const late = waiting.findIndex(({ untilMs, giveUp }) => giveUp !== undefined && untilMs > nowMs);
    const over = late === -1 ? waiting : waiting.slice(0, late);
    waiting = late === -1 ? [] : waiting.slice(late);
    const [next] = waiting;
    timer = next === undefined ? undefined : setTimeout(expire, Math.ceil(next.untilMs - nowMs)).unref();
    for (const { giveUp } of over) giveUp?.();
  }
}
