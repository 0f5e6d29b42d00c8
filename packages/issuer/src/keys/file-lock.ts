import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

import { isObject } from '@jwt-guard/core';

/** A task under a lock. It asserts that the lock is still its own before the step that counts. */
type LockedTask<T> = (assertHeld: () => Promise<void>) => Promise<T>;

/** A holder needs milliseconds; one that has had this long is dead, or stopped. */
const abandonedMs = 10_000;
const retryMs = 15;
const maxTries = 200;

/**
 * Runs a task while no other process does, by a lock file that only one can create. A lock whose process is gone, or that
 * is older than 10 seconds, is broken; a holder that wakes up after that notices it by `assertHeld`.
 *
 * @throws {Error} (as rejection) When the lock is not to be had within about 3 seconds.
 */
export async function withFileLock<T>(path: string, task: LockedTask<T>): Promise<T> {
  const token = randomUUID();
  const mine = JSON.stringify({ token, pid: process.pid, host: hostname() });
  await acquire(path, mine);
  try {
    return await task(async () => {
      if ((await contentOf(path)) !== mine) throw new Error(`${path} was lost: this process stood still for too long`);
    });
  } finally {
    if ((await contentOf(path)) === mine) await rm(path, { force: true });
  }
}

async function acquire(path: string, content: string): Promise<void> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    if (await create(path, content)) return;
    await breakIfAbandoned(path);
    await delay(retryMs);
  }
  throw new Error(`${path} is held by another process; delete it if none is running`);
}

async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Breaks a lock under a lock of its own, so that nobody breaks the one that has just taken its place. */
async function breakIfAbandoned(path: string): Promise<void> {
  if (!(await isAbandoned(path))) return;
  const breaker = `${path}.break`;
  if (await isOld(breaker)) await rm(breaker, { force: true });
  if (!(await create(breaker, ''))) return;
  try {
    if (await isAbandoned(path)) await rm(path, { force: true });
  } finally {
    await rm(breaker, { force: true });
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const holder = parse(await contentOf(path));
  if (holder?.host === hostname() && typeof holder.pid === 'number' && isGone(holder.pid)) return true;
  return isOld(path);
}

/** By as much into the future it is old too: the clock was set back since. */
async function isOld(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && Math.abs(Date.now() - stats.mtimeMs) > abandonedMs;
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

async function contentOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function parse(content: string): { readonly pid?: unknown; readonly host?: unknown } | undefined {
  try {
    const holder: unknown = JSON.parse(content);
    return isObject(holder) ? holder : undefined;
  } catch {
    return undefined; // Its writer has not come so far.
  }
}
