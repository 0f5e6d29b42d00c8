import { StoreUnavailableError } from '@jwt-guard/core';
import { MemoryRefreshTokenStore } from '@jwt-guard/issuer';
import type { RefreshTokenStore } from '@jwt-guard/issuer';

import type { RotationDriver, ScheduleTime } from './rotation-driver.js';
import { createSeededRandom } from './seeded-random.js';
import type { SeededRandom } from './seeded-random.js';
import { createVirtualTime } from './virtual-time.js';

interface Write {
  readonly atMs: number;
  readonly apply: (store: RefreshTokenStore) => Promise<unknown>;
}

interface Replication {
  readonly write: <T>(apply: (store: RefreshTokenStore) => Promise<T>) => {
    answer: Promise<T>;
    replicated: Promise<boolean>;
  };
  readonly primary: () => RefreshTokenStore;
  readonly failover: () => Promise<void>;
}

const lagMs = 400;
const longLagMs = 30_000;
const patienceMs = 300;

/**
 * Two stores in memory under a virtual time, as a primary and its replica: the replica sees every write in order, and late.
 * A rotation is answered at once. A revocation is answered when the replica has it, and rejected when that takes too long.
 */
export function createReplicatedMemoryDriver(seed: number): RotationDriver {
  const time = createVirtualTime();
  const { write, primary, failover } = replicate(time, createSeededRandom(seed));
  const acknowledged = async <T>(apply: (store: RefreshTokenStore) => Promise<T>): Promise<T> => {
    const { answer, replicated } = write(apply);
    const known = await answer;
    if (!(await replicated)) throw new StoreUnavailableError();
    return known;
  };
  const store: RefreshTokenStore = {
    start: (session) => write((node) => node.start(session)).answer,
    rotate: (request) => write((node) => node.rotate(request)).answer,
    find: (sessionId) => primary().find(sessionId),
    revoke: (sessionId) => acknowledged((node) => node.revoke(sessionId)),
    confirmRevocation: (sessionId) => acknowledged((node) => node.confirmRevocation(sessionId)),
    list: (subject) => primary().list(subject),
    sessionIds: (owner) => primary().sessionIds(owner),
  };
  return Object.freeze<RotationDriver>({ store, time, skewMs: 0, failover });
}

function replicate(time: ScheduleTime, random: SeededRandom): Replication {
  let primary = new MemoryRefreshTokenStore({ clock: () => time.now() });
  let log: Write[] = [];
  let seen = 0;
  let generation = 0;
  let down = false;

  const see = async (position: number, lag: number): Promise<boolean> => {
    const born = generation;
    await time.sleep(lag);
    if (born !== generation) return false;
    seen = Math.max(seen, position);
    return lag <= patienceMs;
  };

  return {
    primary: () => primary,
    write: (apply) => {
      if (down) return { answer: Promise.reject(new StoreUnavailableError()), replicated: Promise.resolve(false) };
      log.push({ atMs: time.now(), apply });
      const replicated = see(log.length, random.chance(0.3) ? random.between(0, longLagMs) : random.between(0, lagMs));
      return { answer: apply(primary), replicated };
    },
    failover: async () => {
      generation += 1;
      log = log.slice(0, seen);
      down = true;
      primary = await replay(log, time);
      down = false;
    },
  };
}

/** What the replica holds: the same writes at the same times give the same records. */
async function replay(log: readonly Write[], time: ScheduleTime): Promise<MemoryRefreshTokenStore> {
  let replayedMs: number | undefined;
  const store = new MemoryRefreshTokenStore({ clock: () => replayedMs ?? time.now() });
  for (const { atMs, apply } of log) {
    replayedMs = atMs;
    await apply(store).catch(() => undefined);
  }
  replayedMs = undefined;
  return store;
}
