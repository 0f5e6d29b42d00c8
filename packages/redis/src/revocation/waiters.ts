import { StoreUnavailableError } from '@jwt-guard/core';

/** Those who wait for something to be ready. */
export interface Waiters {
  wait(): Promise<void>;
  done(): void;
  /** @param cause - they get it in a `StoreUnavailableError` */
  fail(cause: unknown): void;
}

/** Makes an empty waiting room. */
export function createWaiters(): Waiters {
  let waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  function release(): typeof waiting {
    const released = waiting;
    waiting = [];
    return released;
  }

  return Object.freeze<Waiters>({
    wait: () =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
      }),
    done: () => {
      for (const { resolve } of release()) resolve();
    },
    fail: (cause) => {
      for (const { reject } of release()) reject(new StoreUnavailableError({ cause }));
    },
  });
}
