import { execFile, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { redisServerAvailable } from '@jwt-guard/testing/redis';
import { workspaceRoot } from '../../src/workspace/run-node.js';

const withRedis = redisServerAvailable() ? it : it.skip;
const startTimeoutMs = 60_000;

withRedis(
  'V1, L-01 · what the cluster of the demo prints shows that a logout on one process is felt on the other',
  async () => {
    const cluster = fork(join(workspaceRoot, 'apps', 'demo', 'dist', 'cluster.js'), {
      env: { ...process.env, PORT: String(await freePort()) },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    try {
      const { stdout } = await promisify(execFile)('sh', ['-c', await printedLines(cluster)]);
      expect(stdout.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 204', 'HTTP/1.1 401']);
    } finally {
      cluster.kill();
      await once(cluster, 'exit');
    }
  },
  startTimeoutMs,
);

/** A port that is free, and the next one too: below those that systems give to outgoing connections, which come and go. */
async function freePort(): Promise<number> {
  const port = randomInt(20_000, 32_000);
  return (await isFree(port)) && (await isFree(port + 1)) ? port : freePort();
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    await once(probe.listen(port), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}

/** The lines to paste, without what the processes log. */
async function printedLines({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('the cluster has no output');
  const lines: string[] = [];
  for await (const line of createInterface(stdout)) {
    if (/^(?:TOKEN=|curl )/.test(line)) lines.push(line);
    if (lines.length === 4) break;
  }
  stdout.resume();
  return lines.join('\n');
}
