import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterToTry } from './cluster/cluster-to-try.js';
import { startOwnRedis } from './cluster/own-redis.js';

const port = Number(process.env['PORT'] ?? 3000);
const [first, second] = [port, port + 1].map((number) => `http://localhost:${number}`) as [string, string];

const redis = process.env['REDIS_URL'] === undefined ? await startOwnRedis() : undefined;
const url = process.env['REDIS_URL'] ?? redis?.url;
if (url === undefined) {
  console.error(
    'There is no redis-server on the PATH. Install it, or say where one is: REDIS_URL=redis://… npm run demo:cluster',
  );
  process.exit(1);
}

const ENCRYPTION_KEY = process.env['ENCRYPTION_KEY'] ?? randomBytes(32).toString('base64url');
const processes = [port, port + 1].map((PORT) =>
  fork(new URL('main.js', import.meta.url), {
    env: { ...process.env, PORT: String(PORT), REDIS_URL: url, ISSUER: first, ENCRYPTION_KEY },
  }),
);
for (const one of processes) one.once('exit', stop);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
if ((await Promise.all([answers(first, processes[0]), answers(second, processes[1])])).every(Boolean)) {
  console.log(clusterToTry(first, second));
} else {
  console.error(
    `The demo did not start on the ports ${port} and ${port + 1}. Choose others: PORT=4000 npm run demo:cluster`,
  );
  stop();
  process.exit(1);
}

/** Resolves when the demo serves (true), or has ended. */
async function answers(origin: string, demo: ChildProcess | undefined): Promise<boolean> {
  while (demo?.exitCode === null && demo.signalCode === null) {
    // Whoever else holds the port may never answer.
    const served = await fetch(`${origin}/express/public`, { signal: AbortSignal.timeout(1_000) }).catch(
      () => undefined,
    );
    if (served?.ok === true) return true;
    await delay(50);
  }
  return false;
}

function stop(): void {
  for (const one of processes) one.kill();
  redis?.stop();
}
