import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

import { workspaceRoot } from '../../src/workspace/run-node.js';
import { packPackages } from '../../src/tarballs/pack-packages.js';
import type { PackedPackage } from '../../src/tarballs/pack-packages.js';
import { publishablePackages, readManifest } from '../../src/tarballs/publishable-packages.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'jwt-guard-tarballs-')));
let packed: readonly PackedPackage[];

beforeAll(async () => {
  packed = await packPackages(folder);
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(publishablePackages.map(({ manifest }) => manifest))('the tarball of $name', ({ name, version }) => {
  const found = (): PackedPackage => packed.find((one) => one.name === name) as PackedPackage;

  it('holds the build, the sources, and what tells about them', () => {
    const { contents } = found();
    const besides = name === '@jwt-guard/telemetry' ? ['alerts', 'dashboards'] : [];
    const parts = ['LICENSE', 'README.md', 'dist', 'package.json', 'src', ...besides];
    expect(readdirSync(contents).sort()).toEqual(parts.sort());
    expect(readFileSync(join(contents, 'LICENSE'), 'utf8')).toBe(readFileSync(join(workspaceRoot, 'LICENSE'), 'utf8'));
    expect(readFileSync(join(contents, 'README.md'), 'utf8')).toContain(`# ${name}\n`);
  });

  it('holds nothing but code: no tests, no state of a build', () => {
    const kinds = { dist: /\.(js|d\.ts)(\.map)?$/, src: /(?<!\.test)\.ts$/ };
    const strange = Object.entries(kinds).flatMap(([part, kind]) =>
      filesOf(join(found().contents, part)).filter((file) => !kind.test(file)),
    );
    expect(strange).toEqual([]);
  });

  it('has a file behind every condition of every door', () => {
    const { contents } = found();
    const doors = Object.values(readManifest(contents).exports).flatMap((door) =>
      typeof door === 'string' ? door : Object.values(door),
    );
    expect(doors.filter((door) => !existsSync(join(contents, door)))).toEqual([]);
    expect(doors.length).toBeGreaterThanOrEqual(4);
  });

  it('leads a debugger from each built file to a source that it holds', () => {
    const maps = filesOf(join(found().contents, 'dist')).filter((file) => file.endsWith('.map'));
    const lost = maps.flatMap((map) => sourcesOf(map).filter((source) => !existsSync(source)));
    expect(lost).toEqual([]);
    expect(maps).not.toEqual([]);
  });

  it('names no folder of the machine that packed it', () => {
    const telling = filesOf(found().contents).filter((file) => readFileSync(file, 'utf8').includes(workspaceRoot));
    expect(telling).toEqual([]);
  });

  it('asks for the other packages at the version that is packed with it', () => {
    const dependencies = Object.entries(readManifest(found().contents).dependencies ?? {});
    const ours = dependencies.filter(([dependency]) => dependency.startsWith('@jwt-guard/'));
    expect(ours.filter(([, range]) => range !== version)).toEqual([]);
  });

  it('satisfies publint in its strict mode', async () => {
    const { contents, tarball } = found();
    const { buffer } = new Uint8Array(readFileSync(tarball));
    const { messages } = await publint({ strict: true, pack: { tarball: buffer } });
    const manifest = readManifest(contents) as unknown as Record<string, unknown>;
    expect(messages.map((message) => formatMessage(message, manifest, { color: false }))).toEqual([]);
  });
});

function filesOf(part: string): string[] {
  return readdirSync(part, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function sourcesOf(map: string): string[] {
  const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] };
  return sources.map((source) => join(dirname(map), source));
}
