/**
 * Goes on at once with what is at hand, and later with what is promised: nobody waits for a turn of the event loop in vain.
 *
 * @param known - a promise of ours; what a port of somebody else's answers goes through `withinTime` before
 */
export function whenKnown<Known, Next>(
  known: Known | Promise<Known>,
  next: (known: Known) => Next | Promise<Next>,
): Next | Promise<Next> {
  return known instanceof Promise ? known.then(next) : next(known);
}
