import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

/** A Redis that ends with this process and keeps nothing. */
export interface OwnRedis {
  readonly url: string;
  stop(): void;
}

const attempts = 5;

/** Starts the `redis-server` of the PATH on a free port; undefined where there is none. */
export async function startOwnRedis(): Promise<OwnRedis | undefined> {
  // Another process may take the port before Redis does.
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const redis = await startRedisOn(await freePort());
    if (redis !== undefined) return redis;
  }
  return undefined;
}

async function startRedisOn(port: number): Promise<OwnRedis | undefined> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const failed = once(server, 'error').then(() => false);
  const ready = (async () => {
    for await (const line of createInterface(server.stdout))
      if (line.includes('Ready to accept connections')) return true;
    return false;
  })();
  if (!(await Promise.race([ready, failed]))) return undefined;
  server.stdout.resume();
  const stop = (): void => void server.kill();
  process.once('exit', stop);
  return { url: `redis://127.0.0.1:${port}`, stop };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
