import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findRedisServer } from '@jwt-guard/testing/redis';

/** A Sentinel that watches one primary, under the name `primary`. */
export interface TestSentinel {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Starts a Sentinel. Clients ask it again until it is there. */
export async function startSentinel(primary: { readonly port: number }): Promise<TestSentinel> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-'));
  const port = await freePort();
  const file = join(folder, 'sentinel.conf');
  await writeFile(file, `port ${port}\nbind 127.0.0.1\nsentinel monitor primary 127.0.0.1 ${primary.port} 1\n`);
  const sentinel = spawn(findRedisServer() ?? 'redis-server', [file, '--sentinel'], { stdio: 'ignore' });
  const ended = once(sentinel, 'exit');
  return {
    port,
    stop: async () => {
      sentinel.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
