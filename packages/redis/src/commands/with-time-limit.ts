import { types } from 'node:util';

/** Rejects when a promise takes longer. What it waits for goes on: its outcome is then nobody's. */
export function withTimeLimit<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`Redis did not answer within ${milliseconds} ms.`));
    }, milliseconds);
    timer.unref();
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(types.isNativeError(error) ? error : new Error('The client failed.', { cause: error }));
      },
    );
  });
}
