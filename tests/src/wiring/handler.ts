import type { VerifiedToken } from '@jwt-guard/core';

/** What the handler reads of a request, on every framework. */
export interface HandledRequest {
  readonly url: string;
  readonly auth?: VerifiedToken | undefined;
}

/** Answers who is there; `{}` for nobody. */
export type Handler = (request: HandledRequest) => object | Promise<object>;

/** A handler that counts. */
export interface CountingHandler {
  readonly handle: Handler;
  /** How many requests reached it. */
  readonly calls: () => number;
}

/** Makes the one handler of an API under test. */
export function countingHandler(answer: Handler = whoIsThere): CountingHandler {
  let calls = 0;
  return {
    handle: (request) => {
      calls += 1;
      return answer(request);
    },
    calls: () => calls,
  };
}

function whoIsThere({ auth }: HandledRequest): object {
  return auth === undefined ? {} : { subject: auth.subject, source: auth.source };
}
