/** How long the writes of a connection wait for their replicas. */
export interface ReplicaPatience {
  /** A `WAIT` that is about to be sent. */
  begin(): PatientWait;
}

/** One `WAIT`. */
export interface PatientWait {
  /** Whole milliseconds that it may take. */
  readonly milliseconds: number;
  /** Tells whether replicas have acknowledged; undefined when it was not answered. */
  ended(acknowledged: boolean | undefined): void;
}

const shortPart = 1 / 20;
/** A `WAIT` that has been under way for this part of the limit waits for replicas that are probably not there. */
const doubtfulPart = 1 / 4;
/** In time limits: from one full wait for replicas that do not acknowledge to the next. */
const retryAfter = 10;

/**
 * Makes the patience of a connection. A `WAIT` holds up all that comes behind it, refreshes included, for as long as a replica
 * is missing. So once one is, only a few writes wait in full, to find out whether it is back, and all others briefly.
 *
 * @param limit - milliseconds of a full wait
 */
export function createReplicaPatience(limit: number): ReplicaPatience {
  const underWay = new Set<{ readonly sinceMs: number }>();
  let triedInVainAtMs: number | undefined;

  return Object.freeze<ReplicaPatience>({ begin });

  function begin(): PatientWait {
    const sinceMs = performance.now();
    const isDoubtful = oldestAge(sinceMs) > limit * doubtfulPart;
    const isRefused = triedInVainAtMs !== undefined && sinceMs - triedInVainAtMs < limit * retryAfter;
    if (triedInVainAtMs !== undefined && !isRefused) triedInVainAtMs = sinceMs;
    const wait = { sinceMs };
    underWay.add(wait);
    return {
      milliseconds: Math.ceil(isDoubtful || isRefused ? limit * shortPart : limit),
      ended: (acknowledged) => {
        underWay.delete(wait);
        if (acknowledged === true) triedInVainAtMs = undefined;
        else if (acknowledged === false) triedInVainAtMs ??= performance.now();
      },
    };
  }

  /** One that nobody will answer any more counts for nothing. */
  function oldestAge(nowMs: number): number {
    for (const wait of underWay) {
      const ageMs = nowMs - wait.sinceMs;
      if (ageMs < limit * retryAfter) return ageMs;
      underWay.delete(wait);
    }
    return 0;
  }
}
