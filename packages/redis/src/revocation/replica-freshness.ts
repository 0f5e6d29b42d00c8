import type { StreamPosition } from './stream-source.js';

/** A moment, by the clock of the day and by one that only runs forward. */
export interface Moment {
  readonly wall: number;
  readonly steady: number;
}

/**
 * How long ago a replica is known to have had everything. A heartbeat, sent through the store's client to the primary,
 * answers the newest entry of the stream there. The replica had everything of the moment of sending when it has read this
 * very entry. So no node that is cut off or demoted can make a replica fresh by what it tells.
 */
export interface ReplicaFreshness {
  now(): Moment;
  /** A heartbeat was acknowledged: this entry was the newest one. */
  confirmed(sentAt: Moment, newest: StreamPosition): void;
  /** An entry was read, and everything before it. */
  reached(position: StreamPosition): void;
  /** What was read so far counts no more. */
  startOver(): void;
  /** Milliseconds; undefined before the first time. */
  lag(): number | undefined;
}

/** So many heartbeats may wait for their entry, and so many entries for their heartbeat, whose reply may come later. */
const maxRemembered = 1000;

/**
 * Measures by two clocks, of which the one counts that says more: a process that was frozen does not see time pass by its
 * steady clock, and the clock of the day may be set back. Clocks of other machines do not matter.
 *
 * @param clock - epoch milliseconds
 */
export function createReplicaFreshness(clock: () => number): ReplicaFreshness {
  const waiting = new Map<string, Moment>();
  const read = new Set<string>();
  let asOf: Moment | undefined;

  function freshSince(moment: Moment): void {
    if (asOf === undefined || moment.steady > asOf.steady) asOf = moment;
  }

  return Object.freeze<ReplicaFreshness>({
    now: () => ({ wall: clock(), steady: performance.now() }),
    confirmed: (sentAt, newest) => {
      const name = nameOf(newest);
      if (read.has(name)) freshSince(sentAt);
      else waiting.set(name, sentAt);
      dropOldest(waiting);
    },
    reached: (position) => {
      const name = nameOf(position);
      const sentAt = waiting.get(name);
      if (sentAt !== undefined) freshSince(sentAt);
      waiting.delete(name);
      read.add(name);
      dropOldest(read);
    },
    startOver: () => {
      read.clear();
      waiting.clear();
    },
    lag: () => asOf && Math.max(clock() - asOf.wall, performance.now() - asOf.steady),
  });
}

function nameOf({ id, mark }: StreamPosition): string {
  return `${id} ${mark}`;
}

function dropOldest(remembered: Map<string, unknown> | Set<string>): void {
  if (remembered.size <= maxRemembered) return;
  for (const oldest of remembered.keys()) return void remembered.delete(oldest);
}
