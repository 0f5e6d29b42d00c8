import { randomUUID } from 'node:crypto';
import { open, readlink, realpath, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { isObject, nonEmptyString, ownOptions } from '@jwt-guard/core';

import { withFileLock } from './file-lock.js';
import type { SigningKeyStore, StoredKeyRing } from './signing-key-store.js';

/** What {@link FileSigningKeyStore} takes. */
export interface FileSigningKeyStoreOptions {
  /** The file; made with the first ring, in a folder that is there. Next to it stand for moments a lock and a temporary file. */
  readonly path: string;
}

const ownerOnly = 0o600;
const othersBits = 0o077;

/**
 * Keeps a key ring in a file, encrypted by the ring and readable by its owner alone (mode 0600), for processes of one machine.
 *
 * Each change is written to a new file, synced, and renamed over the old one, so that a crash leaves one or the other.
 * A lock file makes compare-and-swap atomic; that of a process that died is broken. Not for network file systems.
 */
export class FileSigningKeyStore implements SigningKeyStore {
  readonly #path: string;

  /** @throws {InvalidOptionError} When there is no path. */
  constructor(options: FileSigningKeyStoreOptions) {
    const { path } = ownOptions(options, ['path']);
    this.#path = resolve(nonEmptyString(path, 'path', 'name the file for the key ring.'));
  }

  /**
   * @inheritdoc
   * @throws {Error} (as rejection) When the file cannot be read, is no ring, or may be read by others.
   */
  async load(): Promise<StoredKeyRing | undefined> {
    const file = await open(this.#path, 'r').catch(absent);
    if (file === undefined) return undefined;
    try {
      const { mode } = await file.stat();
      if (process.platform !== 'win32' && (mode & othersBits) !== 0)
        throw new Error(
          `${this.#path} may be read or written by others (mode ${(mode & 0o777).toString(8)}); chmod it to 600, and rotate the keys if they could have been read`,
        );
      return parse(await file.readFile('utf8'), this.#path);
    } finally {
      await file.close();
    }
  }

  /** @inheritdoc */
  async replace(sealed: string, expectedVersion: number): Promise<boolean> {
    const path = await followed(this.#path);
    return withFileLock(`${path}.lock`, async (assertHeld) => {
      const version = (await this.load())?.version ?? 0;
      if (version !== expectedVersion) return false;
      await replaceFile(path, JSON.stringify({ version: version + 1, sealed }), assertHeld);
      return true;
    });
  }
}

/** What a symbolic link stands for: to rename over the link would leave those behind who know the file by another name. */
async function followed(path: string): Promise<string> {
  const made = await realpath(path).catch(absent);
  if (made !== undefined) return made;
  const target = await readlink(path).catch(() => '');
  return resolve(dirname(path), target === '' ? path : target);
}

async function replaceFile(path: string, text: string, assertHeld: () => Promise<void>): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', ownerOnly);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await assertHeld();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function parse(text: string, path: string): StoredKeyRing {
  try {
    const ring: unknown = JSON.parse(text);
    if (isObject(ring) && Number.isSafeInteger(ring['version']) && typeof ring['sealed'] === 'string')
      return Object.freeze({ version: ring['version'] as number, sealed: ring['sealed'] });
  } catch {
    // Told below, without what the file holds.
  }
  throw new Error(`${path} holds no key ring`);
}

/** Makes a rename outlive a power cut. Where folders cannot be opened, the file system sees to it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
