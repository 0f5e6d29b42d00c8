import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where an attacker's tokens would send a verifier for keys and metadata. */
export interface AttackerServer {
  /** Ends with a slash. */
  readonly url: string;
  /** The paths that were asked for: none, ever. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * Starts a server that answers every request by the same document.
 *
 * @param answer - given the URL of the server, what it answers
 */
export async function startAttackerServer(answer: (url: string) => object): Promise<AttackerServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answer(url)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
