import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** What a built file reaches for. */
export interface BuiltModule {
  /** Everything it imports, by value or by type, at once or on demand. */
  readonly imports: readonly string[];
  /** What `require()` of an ES module, or a transform to CommonJS, would break on. */
  readonly obstacles: readonly string[];
}

/** Reads a `.js` or `.d.ts` file of a package's `dist`. */
export function readBuiltModule(file: string): BuiltModule {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const imports = new Set<string>();
  const obstacles = new Set<string>();
  visit(source, true);
  return { imports: [...imports], obstacles: [...obstacles] };

  function visit(node: ts.Node, topLevel: boolean): void {
    const specifier = specifierOf(node);
    if (specifier !== undefined) imports.add(specifier);
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) obstacles.add('import.meta');
    if (topLevel && awaits(node)) obstacles.add('top-level await');
    const stillTopLevel = topLevel && !ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => {
      visit(child, stillTopLevel);
    });
  }
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined;
  if (ts.isModuleDeclaration(node)) return textOf(node.name);
  const onDemand = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return onDemand ? textOf(node.arguments[0]) : undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteral(node) ? node.text : undefined;
}

function awaits(node: ts.Node): boolean {
  return ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
}
