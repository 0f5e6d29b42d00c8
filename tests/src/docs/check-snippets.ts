import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';
import { workspaceRoot } from '../workspace/run-node.js';
import { snippetModulesOf } from './snippet-module.js';

/** As strict as `tsc --init` makes a user's project, with what Nest asks for. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2024.d.ts'],
  types: ['node', 'jest'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  customConditions: ['@jwt-guard/source'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
  noEmit: true,
};
const folder = join(workspaceRoot, 'tests', 'snippets');
const parsed = new Map<string, ts.SourceFile | undefined>();

/**
 * Type-checks the snippets of a document against the sources of the packages, and answers what is wrong, as `line: message`. What the
 * snippets of a package take from their surroundings is declared in `tests/fixtures/docs`.
 */
export function checkSnippets(path: string, markdown: string): string[] {
  const modules = new Map(snippetModulesOf(markdown).map(({ line, text }) => [join(folder, `at-${line}.ts`), text]));
  const surroundings = join(workspaceRoot, 'tests', 'fixtures', 'docs', `${basename(dirname(path))}.d.ts`);
  const roots = [...modules.keys(), ...(existsSync(surroundings) ? [surroundings] : [])];
  const program = ts.createProgram(roots, options, hostWith(modules));
  return roots
    .flatMap((root) => ts.getPreEmitDiagnostics(program, program.getSourceFile(root)))
    .map(({ file, start = 0, messageText }) => {
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
      return `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
}

/** Sees the modules where no file is, and parses every other file once for all documents. */
function hostWith(modules: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getCurrentDirectory: () => folder,
    fileExists: (name) => modules.has(name) || host.fileExists(name),
    readFile: (name) => modules.get(name) ?? host.readFile(name),
    getSourceFile(name, settings) {
      const text = modules.get(name);
      if (text !== undefined) return ts.createSourceFile(name, text, settings);
      if (!parsed.has(name)) parsed.set(name, host.getSourceFile(name, settings));
      return parsed.get(name);
    },
  };
}
