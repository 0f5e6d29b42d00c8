import type { RefreshTokenStore } from '@jwt-guard/issuer';

/** The time that a schedule lives by. */
export interface ScheduleTime {
  /** Epoch milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Runs to the end; a virtual time passes meanwhile. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** A store under test, and the faults that it can be put through. */
export interface RotationDriver {
  readonly store: RefreshTokenStore;
  readonly time: ScheduleTime;
  /** How far the store's clock may be from `time`, in milliseconds. */
  readonly skewMs: number;
  /**
   * The primary dies and a replica takes over, without the writes that it has not seen. Resolves when the store answers
   * again. Absent: the schedules hold no failover.
   */
  failover?(): Promise<void>;
  /** Ends all that was begun for this driver. */
  close?(): Promise<void>;
}

/** Time as it passes: for a real store. */
export const realTime: ScheduleTime = Object.freeze<ScheduleTime>({
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  run: (work) => work(),
});
