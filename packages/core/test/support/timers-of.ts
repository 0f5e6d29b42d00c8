import { AsyncLocalStorage, createHook } from 'node:async_hooks';

/** The timers that some work begins, and nobody else in this process. */
export interface TimersOf {
  /** Does the work; whatever it begins later belongs to it too. */
  readonly run: <T>(work: () => T) => T;
  /** How many of them keep the process alive now. */
  readonly alive: () => number;
}

/** Watches the timers of some work. */
export function timersOf(): TimersOf {
  const context = new AsyncLocalStorage<true>();
  const begun: NodeJS.Timeout[] = [];
  const hook = createHook({
    init: (_id, type, _trigger, timer) => {
      if (type === 'Timeout' && context.getStore()) begun.push(timer as NodeJS.Timeout);
    },
  }).enable();
  return {
    run: (work) => context.run(true, work),
    alive: () => {
      hook.disable();
      return begun.filter((timer) => timer.hasRef()).length;
    },
  };
}
