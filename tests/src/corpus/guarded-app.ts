/** An application behind the guard, on a free port of the loopback. */
export interface GuardedApp {
  readonly name: 'Express' | 'Nest on Express' | 'Nest on Fastify';
  readonly url: string;
  /** How often a handler ran. */
  readonly calls: () => number;
  readonly close: () => Promise<void>;
}

/** What the routes answer: who is there, and where the credential stood. */
export interface WhoIsThere {
  readonly subject?: string | undefined;
  readonly source?: string | undefined;
}

/** Counts the runs of handlers, and answers for them. */
export interface CallCounter {
  readonly calls: () => number;
  readonly answer: (token: WhoIsThere | undefined) => WhoIsThere;
}

/** A counter at zero. */
export function createCallCounter(): CallCounter {
  let calls = 0;
  return {
    calls: () => calls,
    answer: (token) => {
      calls += 1;
      return { subject: token?.subject, source: token?.source };
    },
  };
}
