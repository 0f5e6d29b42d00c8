import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workspaceRoot } from '../workspace/run-node.js';

/** What a test puts in the place of a text of a snippet. */
export type Replacements = Readonly<Record<string, string>>;

/**
 * Runs a snippet as a module of a folder that has the workspace's dependencies, and answers what it exports.
 *
 * @param beside - further files of that folder, by name
 * @throws {Error} When the snippet lacks a text that is to be replaced.
 */
export async function runSnippet(
  snippet: string,
  replacements: Replacements,
  beside: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'jwt-guard-snippet-'));
  try {
    await symlink(join(workspaceRoot, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [name, text] of Object.entries(beside)) await writeFile(join(folder, name), text);
    const file = join(folder, 'snippet.ts');
    await writeFile(file, replaceAll(snippet, replacements));
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * A snippet with other texts in some places.
 *
 * @throws {Error} When it lacks one of them.
 */
export function replaceAll(snippet: string, replacements: Replacements): string {
  return Object.entries(replacements).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The snippet has no ${from}`);
    return text.replaceAll(from, to);
  }, snippet);
}
