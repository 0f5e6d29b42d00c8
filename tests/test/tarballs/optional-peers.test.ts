import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { packPackages } from '../../src/tarballs/pack-packages.js';
import type { PackedPackage } from '../../src/tarballs/pack-packages.js';
import { runToEnd } from '../../src/tarballs/run-to-end.js';
import { workspaceRoot } from '../../src/workspace/run-node.js';

/** What a project loads, and what of our packages and of others it has installed: its optional peers are not. */
const projects: readonly (readonly [door: string, packages: readonly string[], others: readonly string[]])[] = [
  ['@jwt-guard/core/presets', ['core'], []],
  ['@jwt-guard/express/presets', ['core', 'express'], []],
  ['@jwt-guard/nestjs/presets', ['core', 'nestjs'], []],
  ['@jwt-guard/redis/revocation', ['core', 'redis'], []],
  ['@jwt-guard/redis/refresh', ['core', 'redis'], []],
  ['@jwt-guard/redis/keys', ['core', 'redis'], []],
  ['@jwt-guard/issuer', ['core', 'issuer'], ['jose', 'cookie']],
  ['@jwt-guard/testing', ['core', 'issuer', 'testing'], ['jose', 'cookie']],
  ['@jwt-guard/testing/contracts', ['core', 'issuer', 'testing'], ['jose', 'cookie']],
  ['@jwt-guard/testing/identity-provider', ['core', 'issuer', 'testing'], ['jose', 'cookie']],
  ['@jwt-guard/testing/redis', ['core', 'issuer', 'testing'], ['jose', 'cookie']],
];

const root = realpathSync(mkdtempSync(join(tmpdir(), 'jwt-guard-peers-')));
let packed: readonly PackedPackage[];

beforeAll(async () => {
  packed = await packPackages(root);
}, 120_000);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe.each(projects)('%s', (door, packages, others) => {
  const project = join(root, door);

  beforeAll(() => {
    for (const name of packages) install(`@jwt-guard/${name}`);
    for (const name of others) link(name);
  });

  it.each([
    ['import', `import(${JSON.stringify(door)})`],
    ['require()', `Promise.resolve(require(${JSON.stringify(door)}))`],
  ])('loads by %s without any optional peer installed', async (_how, load) => {
    const script = `${load}.then((loaded) => process.stdout.write(String(Object.keys(loaded).length)))`;
    const { stdout, stderr } = await runToEnd(process.execPath, ['--no-warnings', '--eval', script], project);
    expect(stderr).toBe('');
    expect(Number(stdout)).toBeGreaterThan(0);
  });

  function install(name: string): void {
    const { contents } = packed.find((one) => one.name === name) as PackedPackage;
    cpSync(contents, join(project, 'node_modules', name), { recursive: true });
  }

  /** None of these has dependencies of its own, which Node would find in the workspace. */
  function link(name: string): void {
    const at = join(project, 'node_modules', name);
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(join(workspaceRoot, 'node_modules', name), at, 'junction');
  }
});

it('a door that needs a peer does not load without it', async () => {
  const script = `import('@jwt-guard/issuer/nestjs').catch(({ code }) => console.log(code))`;
  const { stdout } = await runToEnd(process.execPath, ['--eval', script], join(root, '@jwt-guard/issuer'));
  expect(stdout).toBe('ERR_MODULE_NOT_FOUND\n');
});
