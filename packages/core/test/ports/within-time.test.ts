import { isPromise, withinTime } from '../../src/ports/within-time.js';

describe('withinTime', () => {
  it('A5 · passes on what a port promised, and what it failed with', async () => {
    await expect(withinTime(Promise.resolve('answer'), 5_000, 'store')).resolves.toBe('answer');
    await expect(withinTime(Promise.reject(new Error('down')), 5_000, 'store')).rejects.toThrow('down');
  });

  it('A5 · waits for a port no longer than it is told', async () => {
    await expect(withinTime(new Promise(() => undefined), 1, 'store')).rejects.toThrow(
      'the store did not answer in time',
    );
  });

  it('A2 · leaves no timer behind when the port has answered', async () => {
    const { jest } = import.meta;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance', 'Date'] });
    try {
      await withinTime(Promise.resolve('answer'), 5_000, 'store');
      await new Promise(setImmediate);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('knows the promises of other libraries too', async () => {
    const thenable = {
      then: (resolve: (value: string) => void) => {
        resolve('answer');
      },
    } as unknown as Promise<string>;
    expect([thenable, undefined, null, 'text', { then: true }].map((answer) => isPromise(answer))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    await expect(withinTime(thenable, 5_000, 'store')).resolves.toBe('answer');
  });
});
