import type { ServerResponse } from 'node:http';

/** Answers 200 with a JSON document that may be kept for ten minutes. */
export function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=600' });
  response.end(JSON.stringify(body));
}
