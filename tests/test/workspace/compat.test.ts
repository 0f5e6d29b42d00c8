import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNode, workspaceRoot } from '../../src/workspace/run-node.js';

const typescript = 'node_modules/typescript/bin/tsc';
const rows: [workspace: string, library: string, major: string, typesIn: string][] = [
  ['express4', 'express', '4', '@types/express'],
  ['nest11', '@nestjs/common', '11', '@nestjs/common'],
  ['nest11', '@nestjs/core', '11', '@nestjs/core'],
];

it.each(rows)('compat/%s holds %s %s', (workspace, library, major) => {
  const manifest = join(workspaceRoot, 'compat', workspace, 'node_modules', library, 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  expect(version.split('.')[0]).toBe(major);
});

// A wrong `paths` is no error to TypeScript: it would check the newest version twice.
it.each(rows)('compat/%s checks the adapter by the types of %s %s', (workspace, _library, _major, typesIn) => {
  const { stdout } = runNode([typescript, '-p', join('compat', workspace), '--listFilesOnly']);
  const files = stdout.split('\n');
  expect(files).toContain(join(workspaceRoot, 'compat', workspace, 'node_modules', typesIn, 'index.d.ts'));
  expect(files).not.toContain(join(workspaceRoot, 'node_modules', typesIn, 'index.d.ts'));
});
