import type { JwkSet } from './jwk-set.js';
import type { KeySourceHealth } from './key-source.js';
import { timeToLiveMs } from './time-to-live.js';

/** How a key set ages. */
export interface AgingSetOptions {
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Uniform in [0, 1): spreads the refreshes of many processes. */
  readonly random: () => number;
  /** How long past its time the last good set serves while there is no newer one. */
  readonly staleIfErrorMs: number;
}

/** The key set that was loaded last, and what its age allows. */
export interface AgingSet {
  /** Whether the set is within its time to live. */
  isFresh(): boolean;
  /** The set, while it may serve for want of a newer one. */
  usable(): JwkSet | undefined;
  /** Whether it is time to look for a newer one, while this one serves. */
  isDue(): boolean;
  /** The set, whatever its age. */
  last(): JwkSet | undefined;
  /** Takes a set, or the one that it has once more; its age starts anew. */
  replace(set: JwkSet, maxAgeMs?: number): void;
  /** How old the set is, and for how long it can serve; zeroes where there is none. */
  ages(): SetAges;
  health(): KeySourceHealth;
}

/** Ages in whole seconds. */
export interface SetAges {
  readonly ageSeconds: number;
  readonly usableForSeconds: number;
}

interface Aging {
  readonly set: JwkSet;
  readonly loadedAtMs: number;
  readonly timeToLiveMs: number;
  readonly dueAfterMs: number;
  /** From where the age counts; the load, unless the clock was set back since. */
  agesFromMs: number;
}

/** Holds a key set that is due at 80 % ± 10 % of its time to live, and serves for a bounded time past its end when there is no newer one. */
export function createAgingSet({ clock, random, staleIfErrorMs }: AgingSetOptions): AgingSet {
  let current: Aging | undefined;

  function stateOf(aging: Aging | undefined): KeySourceHealth['state'] {
    if (aging === undefined) return 'never';
    const ageMs = ageOf(aging);
    if (ageMs < aging.timeToLiveMs) return 'fresh';
    return ageMs < aging.timeToLiveMs + staleIfErrorMs ? 'stale' : 'expired';
  }

  /** A clock that was set back would make a set fresh, or stale, for as long: from then on it counts as just past its time. */
  function ageOf(aging: Aging): number {
    const nowMs = clock();
    if (nowMs < aging.agesFromMs) aging.agesFromMs = nowMs - aging.timeToLiveMs;
    return nowMs - aging.agesFromMs;
  }

  function ages(): SetAges {
    if (current === undefined) return { ageSeconds: 0, usableForSeconds: 0 };
    const ageMs = ageOf(current);
    const leftMs = Math.max(0, current.timeToLiveMs + staleIfErrorMs - ageMs);
    return { ageSeconds: Math.floor(ageMs / 1_000), usableForSeconds: Math.ceil(leftMs / 1_000) };
  }

  return Object.freeze<AgingSet>({
    isFresh: () => stateOf(current) === 'fresh',
    usable: () => (stateOf(current) === 'expired' ? undefined : current?.set),
    isDue: () => current !== undefined && ageOf(current) >= current.dueAfterMs,
    last: () => current?.set,
    replace: (set, maxAgeMs) => {
      const lifeMs = timeToLiveMs(maxAgeMs);
      const loadedAtMs = clock();
      const dueAfterMs = lifeMs * (0.7 + 0.2 * random());
      current = { set, loadedAtMs, agesFromMs: loadedAtMs, timeToLiveMs: lifeMs, dueAfterMs };
    },
    ages,
    health: () => ({ state: stateOf(current), ...(current && { loadedAtMs: current.loadedAtMs, ...ages() }) }),
  });
}
