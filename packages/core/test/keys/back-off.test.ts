import { createBackOff } from '../../src/keys/back-off.js';

describe('createBackOff', () => {
  it('K5 · doubles the wait from 1 to 60 seconds, and starts anew after a success', () => {
    const backOff = createBackOff(
      () => 0,
      () => 1,
    );
    const waits = Array.from({ length: 8 }, () => {
      backOff.noteFailure();
      return backOff.retryAfterSeconds();
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(backOff.failures()).toBe(8);
    backOff.noteSuccess();
    expect([backOff.failures(), backOff.isWaiting(), backOff.retryAfterSeconds()]).toEqual([0, false, 1]);
    backOff.noteFailure();
    expect(backOff.retryAfterSeconds()).toBe(1);
  });

  it('K5 · waits to the millisecond, and not at all once the clock was set back by more than the longest wait', () => {
    let nowMs = 1_000_000;
    const backOff = createBackOff(
      () => nowMs,
      () => 0,
    );
    backOff.noteFailure();
    nowMs += 999;
    expect(backOff.isWaiting()).toBe(true);
    nowMs += 1;
    expect(backOff.isWaiting()).toBe(false);
    nowMs -= 100_000;
    expect(backOff.isWaiting()).toBe(false);
    expect(backOff.retryAfterSeconds()).toBe(60);
  });
});
