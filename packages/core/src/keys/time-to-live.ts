const minute = 60_000;
const usualMs = 10 * minute;
const shortestMs = minute;
const longestMs = 60 * minute;

/**
 * How long a fetched document is kept: as its server says, within a minute and an hour; ten minutes where it says nothing.
 *
 * @param maxAgeMs - what the server says, in milliseconds
 */
export function timeToLiveMs(maxAgeMs: number | undefined): number {
  return maxAgeMs === undefined ? usualMs : Math.min(longestMs, Math.max(shortestMs, maxAgeMs));
}
