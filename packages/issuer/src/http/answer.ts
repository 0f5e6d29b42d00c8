import type { ServerResponse } from 'node:http';

/** An HTTP answer, before it is sent. It carries credentials or refuses them, so nothing may keep it. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Values of `Set-Cookie`, beside those that others have set. */
  readonly cookies?: readonly string[];
  /** Sent as JSON. */
  readonly body?: object;
}

/** Sends an answer, with `Cache-Control: no-store` (RFC 6749 §5.1). */
export function sendAnswer(response: ServerResponse, { status, headers = {}, cookies = [], body }: Answer): void {
  response.statusCode = status;
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (cookies.length > 0) response.appendHeader('Set-Cookie', cookies);
  if (body === undefined) {
    response.end();
    return;
  }
  const text = JSON.stringify(body);
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.end(text);
}
