import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { workspaceRoot } from '../workspace/run-node.js';

const { packages } = JSON.parse(readFileSync(join(workspaceRoot, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { version: string } | undefined>;
};

/**
 * The version of a library that a member of the workspace is locked to, so that the consumers install what npm has just
 * put into its cache.
 */
export function lockedVersion(member: string, library: string): string {
  const locked = packages[`${member}/node_modules/${library}`] ?? packages[`node_modules/${library}`];
  if (locked === undefined) throw new Error(`package-lock.json has no ${library} for ${member}`);
  return locked.version;
}
