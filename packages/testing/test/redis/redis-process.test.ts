import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import { findRedisServer, redisServerAvailable } from '@jwt-guard/testing/redis';
import ts from 'typescript';

import { pollUntil } from '../../src/redis/poll-until.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;

describeRedis('startRedisProcess', () => {
  let folder = '';
  let dataFolder = '';
  const owners: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jwt-guard-process-'));
    dataFolder = await mkdtemp(join(tmpdir(), 'jwt-guard-process-data-'));
    // A process of its own cannot run our sources as they are.
    const source = await readFile(join(import.meta.dirname, '../../src/redis/redis-process.ts'), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    await writeFile(join(folder, 'redis-process.mjs'), outputText);
    await writeFile(join(folder, 'owner.mjs'), ownerProgram);
  });

  afterEach(async () => {
    for (const owner of owners.splice(0)) owner.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
    await rm(dataFolder, { recursive: true, force: true });
  });

  const startOwner = (mode: string): ChildProcessByStdio<null, Readable, null> => {
    const args = [join(folder, 'owner.mjs'), findRedisServer() ?? '', dataFolder, mode];
    const owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    owners.push(owner);
    return owner;
  };

  it.each([
    { signal: 'SIGKILL', mode: 'wait' },
    { signal: 'SIGKILL', mode: 'suspend' },
    { signal: 'SIGTERM', mode: 'wait' },
    { signal: 'SIGINT', mode: 'wait' },
  ] as const)(
    'A6 · dies with its files when its owner dies of $signal, mode $mode',
    async ({ signal, mode }) => {
      const owner = startOwner(mode);
      const [line] = (await once(owner.stdout, 'data')) as [Buffer];
      const pid = Number(String(line));
      expect(isRunning(pid)).toBe(true);
      owner.kill(signal);
      await until(() => !isRunning(pid));
      await until(() => !existsSync(dataFolder));
    },
    60_000,
  );

  it('A6 · keeps no process alive, and dies when its owner ends', async () => {
    const owner = startOwner('end');
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const [code] = (await once(owner, 'exit')) as [number];
    expect(code).toBe(0);
    await until(() => !isRunning(Number(String(line))));
  }, 60_000);
});

const ownerProgram = `
import { startRedisProcess } from './redis-process.mjs';
const [path, folder, mode] = process.argv.slice(2);
const server = startRedisProcess(path, ['--port', '0', '--unixsocket', 'socket', '--save', ''], folder);
if (mode === 'suspend') server.signal('SIGSTOP');
process.stdout.write(String(server.pid));
if (mode !== 'end') setInterval(() => undefined, 1000);
`;

/** A zombie is none that runs: nobody may have asked how it ended. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || !readFileSync(stat, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  await pollUntil('the end of a process', () => Promise.resolve(holds() || undefined));
}
