import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { workspaceRoot } from '../workspace/run-node.js';
import { publishablePackages } from './publishable-packages.js';
import { runNpm } from './run-npm.js';
import { runToEnd } from './run-to-end.js';
import type { EndedProcess } from './run-to-end.js';

/** A package as the registry would get it. */
export interface PackedPackage {
  readonly name: string;
  readonly tarball: string;
  /** What stands in the tarball, unpacked. */
  readonly contents: string;
}

/**
 * Builds what is stale and packs every package.
 *
 * @param into - an existing, empty folder
 * @throws {Error} When a build, `npm pack` or `tar` fails, with what it printed.
 */
export async function packPackages(into: string): Promise<readonly PackedPackage[]> {
  const builds = publishablePackages.map(({ folder }) => `${folder}/tsconfig.build.json`);
  const members = publishablePackages.map(({ folder }) => `--workspace=${folder}`);
  const typescript = join(workspaceRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  succeeded(await runToEnd(process.execPath, [typescript, '-b', ...builds], workspaceRoot));
  succeeded(await runNpm(['pack', '--ignore-scripts', '--pack-destination', into, ...members], workspaceRoot));
  return Promise.all(publishablePackages.map(({ manifest: { name, version } }) => unpack(into, name, version)));
}

async function unpack(into: string, name: string, version: string): Promise<PackedPackage> {
  const file = `${name.replace('@', '').replace('/', '-')}-${version}`;
  mkdirSync(join(into, file));
  // Relative paths: the tar of Windows takes `C:` for the name of a host.
  succeeded(await runToEnd('tar', ['-xzf', `${file}.tgz`, '-C', file], into));
  return { name, tarball: join(into, `${file}.tgz`), contents: join(into, file, 'package') };
}

function succeeded({ status, stdout, stderr }: EndedProcess): void {
  if (status !== 0) throw new Error(`The packages cannot be packed:\n${stdout}${stderr}`);
}
