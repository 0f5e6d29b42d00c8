import type { JwkSet } from './jwk-set.js';
import type { KeySourceHealth } from './key-source.js';

/** The key set that was loaded last, and what its age allows. */
export interface AgingSet {
  /** The set, while it is within its time to live. */
  fresh(): JwkSet | undefined;
  /** The set, while it may serve for want of a newer one. */
  usable(): JwkSet | undefined;
  replace(set: JwkSet): void;
  health(): KeySourceHealth;
}

const minute = 60_000;
const timeToLiveMs = 10 * minute;
/** How long past its time the last good set serves when the issuer does not answer. */
const staleIfErrorMs = 60 * minute;

/**
 * Holds a key set that lives for ten minutes, and serves for an hour past them when there is no newer one.
 *
 * @param clock - epoch milliseconds
 */
export function createAgingSet(clock: () => number): AgingSet {
  let current: { readonly set: JwkSet; readonly loadedAtMs: number } | undefined;

  function state(): KeySourceHealth['state'] {
    if (current === undefined) return 'never';
    const ageMs = clock() - current.loadedAtMs;
    // A clock that was set back would make a set fresh for ever: an age below zero is not fresh.
    if (ageMs >= 0 && ageMs < timeToLiveMs) return 'fresh';
    return ageMs < timeToLiveMs + staleIfErrorMs ? 'stale' : 'expired';
  }

  return Object.freeze({
    fresh: () => (state() === 'fresh' ? current?.set : undefined),
    usable: () => (state() === 'expired' ? undefined : current?.set),
    replace: (set) => {
      current = { set, loadedAtMs: clock() };
    },
    health: () => ({ state: state(), ...(current && { loadedAtMs: current.loadedAtMs }) }),
  } satisfies AgingSet);
}
