import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readBuiltModule } from '../../src/workspace/built-module.js';
import { runNode, workspaceRoot, type NodeRun } from '../../src/workspace/run-node.js';

/** The dependency law as it stands in what users install. `node:` is free to all. */
const law: Record<string, string[]> = {
  core: [],
  issuer: ['@jwt-guard/core', 'jose', 'cookie'],
  express: ['@jwt-guard/core', 'express'],
  nestjs: ['@jwt-guard/core', '@nestjs/common', '@nestjs/core', 'reflect-metadata', 'rxjs'],
  testing: ['@jwt-guard/core', '@jwt-guard/issuer', 'jose'],
};
const packages = readdirSync(join(workspaceRoot, 'packages'));

let build: NodeRun;

beforeAll(() => {
  // Nothing is compiled when Nx has just built, and a run by hand never reads an old build.
  build = runNode(['node_modules/typescript/bin/tsc', '-b']);
}, 120_000);

it('everything compiles', () => {
  expect(build).toMatchObject({ status: 0, stdout: '' });
});

it('the law has a row for each package', () => {
  expect(Object.keys(law).sort()).toEqual([...packages].sort());
});

describe.each(packages)('the build of %s', (name) => {
  const folder = join(workspaceRoot, 'packages', name);

  it('is there', () => {
    expect(filesOf(folder, '.js')).not.toEqual([]);
    expect(entryPoints(folder)).not.toEqual([]);
  });

  it('imports what the dependency law lets it', () => {
    const permitted = new Set(law[name]);
    const foreign = [...filesOf(folder, '.js'), ...filesOf(folder, '.d.ts')].flatMap((file) =>
      readBuiltModule(file)
        .imports.filter((specifier) => !/^(node:|\.)/.test(specifier) && !permitted.has(packageOf(specifier)))
        .map((specifier) => `${file}: ${specifier}`),
    );
    expect(foreign).toEqual([]);
  });

  it('declares what it imports as a dependency or a peer', () => {
    const { dependencies, peerDependencies } = manifestOf(folder);
    const declared = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
    const used = filesOf(folder, '.js').flatMap((file) => readBuiltModule(file).imports);
    const undeclared = used.filter(
      (specifier) => !/^(node:|\.)/.test(specifier) && !declared.has(packageOf(specifier)),
    );
    expect(undeclared).toEqual([]);
  });

  it('can be required, and turned into CommonJS', () => {
    expect(filesOf(folder, '.js').flatMap((file) => readBuiltModule(file).obstacles)).toEqual([]);
  });

  it('shows no type of jose to its users', () => {
    const leaking = [...reachableFrom(entryPoints(folder))].filter((file) =>
      readBuiltModule(file).imports.includes('jose'),
    );
    expect(leaking).toEqual([]);
  });
});

interface Manifest {
  readonly exports: Record<string, string | { types: string }>;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function filesOf(folder: string, ending: string): string[] {
  const dist = join(folder, 'dist');
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(dist, file));
}

function entryPoints(folder: string): string[] {
  return Object.values(manifestOf(folder).exports).flatMap((door) =>
    typeof door === 'string' ? [] : [join(folder, door.types)],
  );
}

function reachableFrom(files: string[], seen = new Set<string>()): Set<string> {
  for (const file of files) {
    if (seen.has(file)) continue;
    seen.add(file);
    const next = readBuiltModule(file).imports.filter((specifier) => specifier.startsWith('.'));
    reachableFrom(
      next.map((specifier) => resolve(dirname(file), specifier.replace(/\.js$/, '.d.ts'))),
      seen,
    );
  }
  return seen;
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
