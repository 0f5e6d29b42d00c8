import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Consumer } from './consumers.js';
import type { PackedPackage } from './pack-packages.js';
import { runNpm } from './run-npm.js';

const fixture = join(import.meta.dirname, '..', '..', 'fixtures', 'consumers');

/** A failure that tells about the machine and not about the packages. */
export class RegistryUnreachableError extends Error {
  override readonly name = 'RegistryUnreachableError';
}

/**
 * Lays out the project of a user and installs our tarballs and its frameworks into it.
 *
 * @throws {RegistryUnreachableError} When npm can reach no registry, and its cache does not hold all.
 * @throws {Error} When the install fails for another reason, with what npm printed.
 */
export async function installConsumer(
  { type, dependencies }: Consumer,
  packages: readonly PackedPackage[],
  folder: string,
): Promise<void> {
  cpSync(fixture, folder, { recursive: true });
  const ours = Object.fromEntries(packages.map(({ name, tarball }) => [name, pathToFileURL(tarball).href]));
  const manifest = { name: 'consumer', private: true, type, dependencies: { ...ours, ...dependencies } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));

  const quietly = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'];
  // Whoever is offline should not wait for minutes to read so.
  const retries = process.env['CI'] === 'true' ? [] : ['--fetch-retries=0'];
  const { status, stderr } = await runNpm(['install', '--prefer-offline', ...quietly, ...retries], folder);
  if (status === 0) return;
  const unreachable = await whyUnreachable(folder);
  if (unreachable !== undefined) throw new RegistryUnreachableError(unreachable);
  throw new Error(`npm install failed:\n${stderr}`);
}

/** Asks the registry itself: npm blames an install that failed for want of one on conflicts between packages. */
async function whyUnreachable(folder: string): Promise<string | undefined> {
  const past = [`--cache=${join(folder, 'empty-cache')}`, '--fetch-retries=0'];
  const { status, stderr } = await runNpm(['view', 'jose', 'version', ...past], folder);
  return status === 0
    ? undefined
    : `the npm registry does not answer (${/npm error code (\w+)/.exec(stderr)?.[1] ?? '?'})`;
}
