import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * An Express middleware. It is written on Node's own types, which say nothing of route parameters: in
 * `app.get('/users/:id', requireScopes('users:read'), (req) => req.params.id)` the parameter keeps the type that
 * Express reads from the path, where a bare `RequestHandler` would widen it.
 */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;
