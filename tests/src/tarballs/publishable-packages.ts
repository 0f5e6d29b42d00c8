import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { workspaceRoot } from '../workspace/run-node.js';

/** The parts of a package.json that are looked at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package of this workspace that users install. */
export interface PublishablePackage {
  /** Relative to the folder of the workspace. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Every package that is not private. */
export const publishablePackages: readonly PublishablePackage[] = readdirSync(join(workspaceRoot, 'packages'))
  .map((name) => `packages/${name}`)
  .map((folder) => ({ folder, manifest: readManifest(join(workspaceRoot, folder)) }))
  .filter(({ manifest }) => manifest.private !== true);

/** Reads the package.json of a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
