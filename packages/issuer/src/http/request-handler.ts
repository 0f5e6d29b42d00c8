import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers a request of `node:http`, and so of Express, and of Nest through `app.use`. Some pass on what is not theirs by
 * `next`, and tell it of errors that are nobody's refusal.
 */
export type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void;
