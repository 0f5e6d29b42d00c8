/** What ends work before it ends by itself. */
export interface WorkLimits {
  readonly timeoutMs: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/**
 * Runs work that heeds a signal, and ends the wait for it at the limit even where it does not.
 *
 * The time limit has a timer of its own: in Node 20 a signal of `AbortSignal.any()` does not keep those that it is made of,
 * so that an `AbortSignal.timeout()` among them may be collected as garbage, and never comes.
 *
 * @throws The reason of the signal: a `TimeoutError` after `timeoutMs`, or that of `signal`.
 */
export function withinLimits<T>(
  { timeoutMs, signal }: WorkLimits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limits = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    limits.signal.addEventListener('abort', () => {
      reject(limits.signal.reason as Error);
    });
  });
  const endEarly = (): void => {
    limits.abort(signal.reason);
  };
  const timer = setTimeout(() => {
    limits.abort(new DOMException('The time limit has passed.', 'TimeoutError'));
  }, timeoutMs).unref();
  signal.addEventListener('abort', endEarly, { once: true });
  if (signal.aborted) endEarly();
  return Promise.race([ended, work(limits.signal)]).finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', endEarly);
  });
}
