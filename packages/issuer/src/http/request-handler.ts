import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a request of `node:http`, and so of Express, and of Nest through `app.use`. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;
