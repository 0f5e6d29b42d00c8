import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server on an ephemeral port of the loopback. */
export interface LoopbackServer {
  readonly origin: string;
  /** The paths that were asked for, in order. */
  readonly paths: readonly string[];
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Starts a server. */
export async function startServer(listener: RequestListener): Promise<LoopbackServer> {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    paths,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Answers documents by path, as JSON; 404 for any other path. */
export function jsonByPath(documents: () => Readonly<Record<string, unknown>>): RequestListener {
  return (request, response) => {
    const document = documents()[request.url ?? ''];
    if (document === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  };
}
