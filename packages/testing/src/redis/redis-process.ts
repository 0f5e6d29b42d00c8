import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';

/** A server process of ours. */
export interface RedisProcess {
  readonly pid: number;
  /** Whether it has not ended. */
  readonly running: boolean;
  /** What it has printed. */
  log(): string;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

/**
 * Starts a Redis server that dies with this process, whatever this one dies of: a shell reads from a pipe that only we hold
 * open; when it breaks, the shell kills the server and removes the folder.
 */
export function startRedisProcess(path: string, args: readonly string[], folder: string): RedisProcess {
  const logFile = join(folder, 'redis.log');
  const output = openSync(logFile, 'a');
  const server = spawn(path, args, { cwd: folder, stdio: ['ignore', output, output] });
  closeSync(output);
  const { pid } = server;
  if (pid === undefined) throw new Error(`${path} does not start.`);
  const ended = once(server, 'exit');
  server.unref();
  const watch = startWatch(pid, folder);
  // A number that the system may give to another process must not be killed.
  server.once('exit', () => watch.kill('SIGKILL'));
  const running = (): boolean => server.exitCode === null && server.signalCode === null;

  return Object.freeze({
    pid,
    get running() {
      return running();
    },
    log: () => readFileSync(logFile, 'utf8'),
    signal: (signal: 'SIGSTOP' | 'SIGCONT') => {
      if (running()) server.kill(signal);
    },
    kill: async () => {
      if (!running()) return;
      server.ref();
      server.kill('SIGKILL');
      await ended;
    },
  });
}

function startWatch(pid: number, folder: string): ChildProcess {
  const script = 'cat >/dev/null; kill -9 "$0"; sleep 0.1; rm -rf "$1"';
  // A group of its own: Ctrl+C in the terminal ends us, and must not end the watch before it has done its work.
  const watch = spawn('/bin/sh', ['-c', script, String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watch.stdin.on('error', () => undefined);
  (watch.stdin as unknown as Socket).unref();
  watch.unref();
  return watch;
}
