/** A task of which at most one run is under way. */
export interface SingleFlight<T, Arguments extends readonly unknown[] = []> {
  /** Joins the run that is under way, whatever its arguments, or starts one. */
  run(...args: Arguments): Promise<T>;
  isUnderWay(): boolean;
}

/** Lets any number of callers share one run of a task, its failure included. */
export function createSingleFlight<T, Arguments extends readonly unknown[] = []>(
  task: (...args: Arguments) => Promise<T>,
): SingleFlight<T, Arguments> {
  let underWay: Promise<T> | undefined;
  return Object.freeze<SingleFlight<T, Arguments>>({
    run: (...args) => {
      underWay ??= task(...args).finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    isUnderWay: () => underWay !== undefined,
  });
}
