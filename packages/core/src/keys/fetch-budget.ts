/** How many fetches tokens with unknown kids may cause. */
export interface FetchBudget {
  /** Takes one fetch from the budget; false when there is none. */
  spend(): boolean;
}

const size = 2;
const refillMs = 15_000;

/**
 * A budget of two fetches, refilled by one every 15 seconds: a freshly published key is noticed at once, and a flood of
 * made-up kids costs the issuer four requests a minute.
 *
 * @param clock - epoch milliseconds
 */
export function createFetchBudget(clock: () => number): FetchBudget {
  let left = size;
  let refilledAtMs = clock();
  return {
    spend: () => {
      const refill = Math.floor(Math.max(0, clock() - refilledAtMs) / refillMs);
      if (refill > 0) {
        left = Math.min(size, left + refill);
        refilledAtMs += refill * refillMs;
      }
      if (left === 0) return false;
      left -= 1;
      return true;
    },
  };
}
