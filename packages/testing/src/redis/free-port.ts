import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections: a client that tries again and again to reach a stopped server
 * on such a port ends up connected to itself, and the server cannot come back.
 */
const [firstPort, endPort] = [15_000, 32_000];

/** A port on 127.0.0.1 that is free now. Another process may take it before the caller does: try again then. */
export async function freePort(): Promise<number> {
  const port = randomInt(firstPort, endPort);
  return (await isFree(port)) ? port : freePort();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
