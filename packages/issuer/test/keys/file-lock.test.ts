import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { withFileLock } from '../../src/keys/file-lock.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a file lock', () => {
  it('T4, I-08 · runs one task at a time', async () => {
    let running = 0;
    const most: number[] = [];
    const task = async (assertHeld: () => Promise<void>): Promise<void> => {
      running += 1;
      most.push(running);
      await assertHeld();
      running -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, () => withFileLock(path, task)));
    expect(most).toEqual(Array.from({ length: 20 }, () => 1));
    expect(await readdir(folder)).toEqual([]);
  });

  it('T4, I-08 · tells a holder that stood still for too long, and leaves the lock to its new holder', async () => {
    const task = withFileLock(path, async (assertHeld) => {
      await writeFile(path, 'another');
      await assertHeld();
    });
    await expect(task).rejects.toThrow('was lost: this process stood still for too long');
    expect(await readFile(path, 'utf8')).toBe('another');
  });

  it('T4 · is given back when the task fails', async () => {
    await expect(withFileLock(path, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
    expect(await readdir(folder)).toEqual([]);
  });
});
