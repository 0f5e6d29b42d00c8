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
  redis: ['@jwt-guard/core', '@jwt-guard/issuer'],
  telemetry: ['@jwt-guard/core', '@opentelemetry/api'],
  testing: ['@jwt-guard/core', '@jwt-guard/issuer', 'jose'],
};
/** What one folder of a build may import besides, for those who have it installed. */
const lawOfFolders: Record<string, string[]> = { 'issuer/dist/nestjs': ['@nestjs/common'] };
/** Doors behind which an optional peer is never reached, by value or by type. */
const free: [name: string, door: string][] = [
  ['issuer', '.'],
  ['redis', './revocation'],
];
/** Doors that reach an optional peer by its types alone. */
const typesOnly: [name: string, door: string][] = [
  ['redis', './refresh'],
  ['redis', './keys'],
];
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
    const foreign = [...filesOf(folder, '.js'), ...filesOf(folder, '.d.ts')].flatMap((file) => {
      const permitted = permittedIn(file, law[name] ?? []);
      return packagesIn(file)
        .filter((imported) => !permitted.has(imported))
        .map((imported) => `${file}: ${imported}`);
    });
    expect(foreign).toEqual([]);
  });

  it('declares what it imports as a dependency or a peer', () => {
    const { dependencies, peerDependencies } = manifestOf(folder);
    const declared = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
    const used = filesOf(folder, '.js').flatMap(packagesIn);
    expect(used.filter((imported) => !declared.has(imported))).toEqual([]);
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

describe('an optional peer', () => {
  it.each(free)('of %s is not reached from its door %s', (name, door) => {
    expect(peersBehind(name, door, 'types')).toEqual([]);
    expect(peersBehind(name, door, 'default')).toEqual([]);
  });

  it.each(typesOnly)('of %s is not loaded by its door %s, which knows its types', (name, door) => {
    expect(peersBehind(name, door, 'types')).toEqual(['@jwt-guard/issuer']);
    expect(peersBehind(name, door, 'default')).toEqual([]);
  });
});

interface Manifest {
  readonly exports: Record<string, string | { types: string; default: string }>;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

function peersBehind(name: string, door: string, condition: 'types' | 'default'): string[] {
  const folder = join(workspaceRoot, 'packages', name);
  const { exports, peerDependenciesMeta = {} } = manifestOf(folder);
  const entry = exports[door];
  if (entry === undefined || typeof entry === 'string') throw new Error(`${name} has no door ${door}`);
  const ending = condition === 'types' ? '.d.ts' : '.js';
  const reached = [...reachableFrom([join(folder, entry[condition])], ending)].flatMap(packagesIn);
  return [...new Set(reached)].filter((imported) => peerDependenciesMeta[imported]?.optional === true);
}

function permittedIn(file: string, everywhere: readonly string[]): ReadonlySet<string> {
  const here = Object.entries(lawOfFolders).filter(([part]) =>
    file.startsWith(join(workspaceRoot, 'packages', part, '/')),
  );
  return new Set([...everywhere, ...here.flatMap(([, imported]) => imported)]);
}

function packagesIn(file: string): string[] {
  return readBuiltModule(file)
    .imports.filter((specifier) => !/^(node:|\.)/.test(specifier))
    .map(packageOf);
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

function reachableFrom(files: string[], ending = '.d.ts', seen = new Set<string>()): Set<string> {
  for (const file of files) {
    if (seen.has(file)) continue;
    seen.add(file);
    const next = readBuiltModule(file).imports.filter((specifier) => specifier.startsWith('.'));
    reachableFrom(
      next.map((specifier) => resolve(dirname(file), specifier.replace(/\.js$/, ending))),
      ending,
      seen,
    );
  }
  return seen;
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
