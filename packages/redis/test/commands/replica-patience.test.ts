import { createReplicaPatience } from '../../src/commands/replica-patience.js';

describe('the patience with replicas', () => {
  const { jest } = import.meta;
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('T12 · is full as long as they acknowledge', () => {
    const patience = createReplicaPatience(1000);
    for (let write = 0; write < 20; write += 1) {
      const wait = patience.begin();
      jest.advanceTimersByTime(5);
      wait.ended(true);
      expect(wait.milliseconds).toBe(1000);
    }
  });

  it('T12 · is short once they did not, but for one try in ten time limits, until they do', () => {
    const patience = createReplicaPatience(1000);
    patience.begin().ended(false);
    expect(patience.begin().milliseconds).toBe(50);
    jest.advanceTimersByTime(9_999);
    expect(patience.begin().milliseconds).toBe(50);
    jest.advanceTimersByTime(1);
    const [again, more] = [patience.begin(), patience.begin()];
    expect([again.milliseconds, more.milliseconds]).toEqual([1000, 50]);
    more.ended(true);
    expect(patience.begin().milliseconds).toBe(1000);
  });

  it('T12 · is short while one has been waiting for long, and forgets those that nobody answers', () => {
    const patience = createReplicaPatience(1000);
    patience.begin();
    jest.advanceTimersByTime(251);
    const wait = patience.begin();
    expect(wait.milliseconds).toBe(50);
    wait.ended(undefined);
    jest.advanceTimersByTime(10_000);
    expect(patience.begin().milliseconds).toBe(1000);
  });
});
