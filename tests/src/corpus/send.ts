import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request that clients would tidy up first. */
export interface Message {
  /** Default GET. */
  readonly method?: string;
  /** Default `/protected`. */
  readonly path?: string;
  /** Names and values in turn, so that a header can stand there twice. */
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends a request to an application. */
export function send(url: string, message: Message = {}): Promise<Answer> {
  const { method = 'GET', path = '/protected', headers = [], body = '' } = message;
  const { hostname, port, host } = new URL(url);
  const length = hasBody(method) ? ['Content-Length', String(Buffer.byteLength(body))] : [];
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, hostname, port, method, path, headers: ['Host', host, ...length, ...headers] },
      (response) => {
        text(response).then((read) => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: read });
        }, reject);
      },
    );
    sent.setTimeout(20_000, () => sent.destroy(new Error('no answer within 20 s')));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Without a length, Node announces a body in chunks, which Fastify refuses before the guard is asked. */
function hasBody(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** Sends a token in the Authorization header. */
export function sendBearer(url: string, token: string, path?: string): Promise<Answer> {
  return send(url, { headers: ['Authorization', `Bearer ${token}`], ...(path !== undefined && { path }) });
}
