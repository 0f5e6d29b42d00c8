import { median } from '../compete.js';

/** By how much one is faster than another: the median of the ratios of the rounds, for a round was the same moment for both. */
export function ratio(one, other) {
  if (!one || !other) return undefined;
  return median(one.perRound.map((perSecond, round) => perSecond / other.perRound[round]));
}

/** The better of both ways to call the bare one-shot. */
export function limitOf(results) {
  const [inLine, onPool] = [results['bare, in line'], results['bare, on the pool']];
  return !onPool || inLine.perSecond > onPool.perSecond ? inLine : onPool;
}

/** The group of the micro suite that the sought values describe. */
export function groupOf(groups, sought) {
  return groups.find((group) => Object.entries(sought).every(([name, value]) => group[name] === value));
}

/** One contestant of an HTTP group. */
export function httpResult({ results }, framework, contestant) {
  return results.find((one) => one.framework === framework && one.contestant === contestant);
}
