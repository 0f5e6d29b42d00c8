import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/run-node.js';

/** The documents that users read, as paths from the folder of the workspace. */
export const documents: readonly string[] = [
  'README.md',
  ...entriesOf('packages').map((name) => `packages/${name}/README.md`),
  ...['docs', 'docs/guides'].flatMap((folder) => entriesOf(folder).map((name) => `${folder}/${name}`)),
].filter((path) => path.endsWith('.md') && existsSync(join(workspaceRoot, path)));

/** The text of a document. */
export function readDocument(path: string): string {
  return readFileSync(join(workspaceRoot, path), 'utf8');
}

function entriesOf(folder: string): string[] {
  return readdirSync(join(workspaceRoot, folder)).sort();
}
