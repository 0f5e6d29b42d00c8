/** A task of which at most one run is under way. */
export interface SingleFlight<T> {
  /** Joins the run that is under way, or starts one. */
  run(): Promise<T>;
  isUnderWay(): boolean;
}

/** Lets any number of callers share one run of a task, its failure included. */
export function createSingleFlight<T>(task: () => Promise<T>): SingleFlight<T> {
  let underWay: Promise<T> | undefined;
  return Object.freeze({
    run: () => {
      underWay ??= task().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    isUnderWay: () => underWay !== undefined,
  });
}
