/** TypeScript of a document that makes one module. */
export interface SnippetModule {
  /** The line of its first snippet, from 1. */
  readonly line: number;
  /** Each line of code stands on the line that it has in the document; all others are empty. */
  readonly text: string;
}

/** The `ts` snippets of a document. One that imports nothing goes on where the one above it ended. */
export function snippetModulesOf(markdown: string): SnippetModule[] {
  const lines = markdown.split('\n');
  const modules: { line: number; code: string[] }[] = [];
  for (const { start, end } of fencesOf(lines)) {
    const snippet = lines.slice(start, end);
    let module = modules.at(-1);
    if (module === undefined || snippet.some((line) => line.startsWith('import '))) {
      module = { line: start + 1, code: lines.map(() => '') };
      modules.push(module);
    }
    module.code.splice(start, snippet.length, ...snippet);
  }
  return modules.map(({ line, code }) => ({ line, text: code.join('\n') }));
}

function fencesOf(lines: readonly string[]): { start: number; end: number }[] {
  return lines.flatMap((line, index) =>
    line === '```ts' ? [{ start: index + 1, end: lines.indexOf('```', index + 1) }] : [],
  );
}
