/** How many fetches unproved tokens may cause. */
export interface FetchBudget {
  /** Takes one fetch from the budget; false when there is none. */
  spend(): boolean;
}

/** How large a budget is, and how often one more is added. */
export interface FetchBudgetSize {
  readonly size: number;
  readonly refillMs: number;
}

const usual: FetchBudgetSize = { size: 2, refillMs: 15_000 };

/**
 * A budget of two fetches, refilled by one every 15 seconds unless told: a freshly published key is noticed at once, and a flood of
 * made-up kids costs the issuer four requests a minute.
 *
 * @param clock - epoch milliseconds
 */
export function createFetchBudget(clock: () => number, { size, refillMs }: FetchBudgetSize = usual): FetchBudget {
  let left = size;
  let refilledAtMs = clock();
  return {
    spend: () => {
      refilledAtMs = Math.min(refilledAtMs, clock()); // The clock may have been set back.
      const refill = Math.floor((clock() - refilledAtMs) / refillMs);
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
