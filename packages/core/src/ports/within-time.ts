/** Whether a port answered by a promise; what answers at once costs no turn of the event loop. */
export function isPromise<T>(answer: T | Promise<T>): answer is Promise<T> {
  return typeof (answer as Partial<Promise<unknown>> | null | undefined)?.then === 'function';
}

/**
 * Waits for what somebody else's code promised, but not for ever.
 *
 * @param timeout - milliseconds
 * @param port - what is waited for, as the error names it
 */
export function withinTime<T>(answer: Promise<T>, timeout: number, port: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`the ${port} did not answer in time`));
    }, timeout);
    timer.unref();
    void Promise.resolve(answer)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
      });
  });
}
