/** The kids that were looked for in vain a moment ago. */
export interface AbsentKids {
  note(kid: string): void;
  has(kid: string): boolean;
}

const keptMs = 15_000;
const maxKids = 256;

/**
 * Remembers for 15 seconds which kids a fetch did not bring, the latest 256 of them: one token that is sent over and over
 * cannot use up the fetches that a freshly published key needs.
 *
 * @param clock - epoch milliseconds
 */
export function createAbsentKids(clock: () => number): AbsentKids {
  const absentUntilMs = new Map<string, number>();
  return Object.freeze<AbsentKids>({
    note: (kid) => {
      absentUntilMs.delete(kid); // to the end of the order
      absentUntilMs.set(kid, clock() + keptMs);
      if (absentUntilMs.size > maxKids) absentUntilMs.delete(absentUntilMs.keys().next().value as string);
    },
    has: (kid) => {
      const leftMs = (absentUntilMs.get(kid) ?? 0) - clock();
      return leftMs > 0 && leftMs <= keptMs;
    },
  });
}
