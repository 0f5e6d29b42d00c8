import type { ErrorRequestHandler, Request } from 'express';

/** An error middleware that shows what it was given, and answers 418. */
export function answerErrors(show: (error: unknown, request: Request) => void): ErrorRequestHandler {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows an error middleware by its four parameters.
  return (error: unknown, request, response, _next) => {
    show(error, request);
    if (response.headersSent) response.end();
    else response.status(418).end();
  };
}
