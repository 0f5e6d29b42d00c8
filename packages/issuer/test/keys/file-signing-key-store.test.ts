import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { createKeyRing, FileSigningKeyStore } from '@jwt-guard/issuer';

import { activeKid, encryptionKey, fakeClock, publishedKids, recorded } from './fakes.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'key-ring-'));
  path = join(folder, 'ring');
});
afterEach(() => rm(folder, { recursive: true }));

describe('FileSigningKeyStore', () => {
  it('T5 · keeps a ring over restarts', async () => {
    const store = new FileSigningKeyStore({ path });
    const first = await createKeyRing({ store, encryptionKey });
    const second = await createKeyRing({ store: new FileSigningKeyStore({ path }), encryptionKey });
    expect(await activeKid(second)).toBe(await activeKid(first));
    first.close();
    second.close();
  });

  it('T5, I-10 · writes mode 0600, and nothing in the clear, and leaves nothing else behind', async () => {
    const ring = await createKeyRing({ store: new FileSigningKeyStore({ path }), encryptionKey });
    await ring.rotateNow();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(await readFile(path, 'utf8')) as object)).toEqual(['version', 'sealed']);
    expect(await readdir(folder)).toEqual(['ring']);
    ring.close();
  });

  it.each([0o640, 0o604, 0o660, 0o777])(
    'T5, I-10 · refuses to read a file of mode %i, and says what to do',
    async (mode) => {
      const store = new FileSigningKeyStore({ path });
      await store.replace('sealed', 0);
      await chmod(path, mode);
      await expect(store.load()).rejects.toThrow(/others \(mode \d+\); chmod it to 600/);
      await expect(store.replace('more', 1)).rejects.toThrow('chmod');
    },
  );

  it('I-08 · lets one of many win', async () => {
    const stores = Array.from({ length: 12 }, () => new FileSigningKeyStore({ path }));
    const won = await Promise.all(stores.map((store, index) => store.replace(`sealed ${index}`, 0)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await stores[0]?.load()).toEqual({ version: 1, sealed: `sealed ${won.indexOf(true)}` });
    expect(await stores[0]?.replace('stale', 0)).toBe(false);
    expect(await stores[0]?.replace('next', 1)).toBe(true);
    expect(await stores[1]?.load()).toEqual({ version: 2, sealed: 'next' });
  });

  it('I-08 · makes one new key of many rotations at once', async () => {
    const clock = fakeClock();
    const rings = await Promise.all(
      Array.from({ length: 4 }, () =>
        createKeyRing({ store: new FileSigningKeyStore({ path }), encryptionKey, clock }),
      ),
    );
    const answers = await Promise.all(rings.map((ring) => ring.rotateNow()));
    expect(new Set(answers.map(({ kid }) => kid)).size).toBe(1);
    for (const ring of rings) ring.close();
  });

  it('T5 · breaks the lock of a process that died', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(`${path}.lock`, JSON.stringify({ token: 't', pid, host: hostname() }));
    expect(await new FileSigningKeyStore({ path }).replace('sealed', 0)).toBe(true);
    expect(await readdir(folder)).toEqual(['ring']);
  });

  it.each([
    ['of another machine', JSON.stringify({ token: 't', pid: 1, host: 'elsewhere' })],
    ['whose writer died at once', ''],
  ])('T5 · breaks an old lock %s', async (_case, content) => {
    await writeFile(`${path}.lock`, content);
    await writeFile(`${path}.lock.break`, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${path}.lock`, longAgo, longAgo);
    await utimes(`${path}.lock.break`, longAgo, longAgo);
    expect(await new FileSigningKeyStore({ path }).replace('sealed', 0)).toBe(true);
    expect(await readdir(folder)).toEqual(['ring']);
  });

  it('T5 · breaks a lock from the future: the clock was set back', async () => {
    await writeFile(`${path}.lock`, '');
    const ahead = new Date(Date.now() + 3_600_000);
    await utimes(`${path}.lock`, ahead, ahead);
    expect(await new FileSigningKeyStore({ path }).replace('sealed', 0)).toBe(true);
  });

  it.each(['made before', 'not made yet'])('T4, I-08 · follows a symbolic link to a file that was %s', async (made) => {
    const link = join(folder, 'link');
    const real = new FileSigningKeyStore({ path });
    const linked = new FileSigningKeyStore({ path: link });
    if (made === 'made before') await real.replace('first', 0);
    const { version } = (await real.load()) ?? { version: 0 };
    await symlink('ring', link);
    const won = await Promise.all([linked.replace('by the link', version), real.replace('by its name', version)]);
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await linked.replace('next', version + 1)).toBe(true);
    expect(await real.load()).toEqual({ version: version + 2, sealed: 'next' });
    expect((await readdir(folder)).toSorted()).toEqual(['link', 'ring']);
    expect(await readlink(link)).toBe('ring');
  });

  it('T4 · stays with its file when the process changes its folder', async () => {
    const before = process.cwd();
    process.chdir(folder);
    const store = new FileSigningKeyStore({ path: 'ring' });
    process.chdir(before);
    expect(await store.replace('sealed', 0)).toBe(true);
    expect(await readdir(folder)).toEqual(['ring']);
  });

  it('I-09 · that can not be read leaves the ring signing, with an alarm', async () => {
    const clock = fakeClock();
    const ring = await createKeyRing({ store: new FileSigningKeyStore({ path }), encryptionKey, clock });
    const kid = await activeKid(ring);
    const told = recorded(ring);
    for (const content of ['no ring', '{"version":"1"}', '[]']) {
      await writeFile(path, content);
      clock.pass(30);
      expect(await publishedKids(ring)).toEqual([kid]);
      await expect(ring.refresh()).rejects.toMatchObject({ code: 'keys_unavailable' });
    }
    expect(told).toContain('keyRingFailed');
    ring.close();
  });

  it('rejects where the folder is missing', async () => {
    const store = new FileSigningKeyStore({ path: join(folder, 'missing', 'ring') });
    expect(await store.load()).toBeUndefined();
    await expect(store.replace('sealed', 0)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('rejects where a folder stands in its place', async () => {
    await expect(new FileSigningKeyStore({ path: folder }).load()).rejects.toThrow();
  });

  it.each([[{}], [{ path: '' }], [{ path: 'a', mode: 0o644 }]])('refuses the options %j', (options) => {
    expect(() => new FileSigningKeyStore(options as { path: string })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }) as Error,
    );
  });
});
