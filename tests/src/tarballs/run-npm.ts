import { runToEnd } from './run-to-end.js';
import type { EndedProcess } from './run-to-end.js';

/** Runs npm to its end: the one that started this process, if one did, else that of the PATH. */
export function runNpm(args: readonly string[], cwd: string): Promise<EndedProcess> {
  const npm = process.env['npm_execpath'];
  // Another package manager sets it too.
  return npm?.endsWith('npm-cli.js') === true
    ? runToEnd(process.execPath, [npm, ...args], cwd)
    : runToEnd('npm', args, cwd);
}
