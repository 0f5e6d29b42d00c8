import { createTimeLimit } from '../../src/commands/time-limit.js';

const asError = (error: unknown): Error => new Error('over', { cause: error });

describe('the time limit of commands', () => {
  beforeEach(() => {
    import.meta.jest.useFakeTimers();
  });
  afterEach(() => {
    import.meta.jest.useRealTimers();
  });

  it('L-11 · gives each promise its own time, by one timer', async () => {
    const limit = createTimeLimit(1000);
    const over: string[] = [];
    const wait = (name: string, promise: Promise<unknown>): void => {
      limit.apply(promise, asError).then(
        () => over.push(`${name} done`),
        () => over.push(`${name} over`),
      );
    };
    const never = new Promise(() => undefined);
    wait('a', never);
    await import.meta.jest.advanceTimersByTimeAsync(400);
    wait('b', never);
    wait('c', Promise.resolve());
    expect(import.meta.jest.getTimerCount()).toBe(1);
    await import.meta.jest.advanceTimersByTimeAsync(599);
    expect(over).toEqual(['c done']);
    await import.meta.jest.advanceTimersByTimeAsync(1);
    expect(over).toEqual(['c done', 'a over']);
    await import.meta.jest.advanceTimersByTimeAsync(399);
    expect(over).toEqual(['c done', 'a over']);
    await import.meta.jest.advanceTimersByTimeAsync(1);
    expect(over).toEqual(['c done', 'a over', 'b over']);
    expect(import.meta.jest.getTimerCount()).toBe(0);
  });

  it('starts anew after all have settled', async () => {
    const limit = createTimeLimit(1000);
    await limit.apply(Promise.resolve(), asError);
    await import.meta.jest.advanceTimersByTimeAsync(1000);
    expect(import.meta.jest.getTimerCount()).toBe(0);
    const failed = expect(limit.apply(new Promise(() => undefined), asError)).rejects.toThrow('over');
    await import.meta.jest.advanceTimersByTimeAsync(1000);
    await failed;
  });
});
