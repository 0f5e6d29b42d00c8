import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The folder of the workspace. */
export const workspaceRoot: string = join(import.meta.dirname, '..', '..', '..');

/** What a Node process answered. `status` is null when a signal ended it. */
export interface NodeRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What to give a Node process beside its arguments. */
export interface NodeRunOptions {
  /** Standard input. */
  readonly input?: string;
  /** Environment variables, added to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a script in the folder of the workspace, in a Node of its own, to the end. */
export function runNode(args: readonly string[], { input = '', env = {} }: NodeRunOptions = {}): NodeRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: workspaceRoot,
    encoding: 'utf8',
    input,
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}
