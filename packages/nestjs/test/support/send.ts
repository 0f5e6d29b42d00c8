import { request } from 'node:http';
import type { Agent, IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request as it goes on the wire. */
export interface Message {
  readonly method?: string;
  /** The request target, unnormalised. */
  readonly path?: string;
  /** Names and values in turn, so that a header can be sent twice. */
  readonly headers?: readonly string[];
  readonly agent?: Agent;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request that clients would tidy up first. */
export async function send(url: string, { method = 'GET', path = '/', headers = [], agent }: Message): Promise<Answer> {
  const { hostname, port, host } = new URL(url);
  return await new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path, agent, headers: ['Host', host, 'Content-Length', '0', ...headers] },
      (response) => {
        text(response).then((body) => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        }, reject);
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
