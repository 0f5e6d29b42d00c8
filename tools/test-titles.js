import { readFileSync } from 'node:fs';
import ts from 'typescript';

const callers = new Set(['it', 'test', 'describe']);
const idle = new Set(['skip', 'todo']);

/** The titles of all tests and describe blocks in a file, but of those that are skipped. */
export function testTitles(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const titles = [];
  visit(source);
  return titles;

  function visit(node) {
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      if (isIdle(node.expression)) return;
      const title = textOf(node.arguments[0]);
      if (title !== undefined) titles.push(title);
    }
    ts.forEachChild(node, visit);
  }
}

/** `it`, `it.only`, `it.each(table)`, `` it.each`table` ``, `describe`, … */
function isTest(callee) {
  if (ts.isIdentifier(callee)) return callers.has(callee.text);
  const inner = calleeWithin(callee);
  return inner !== undefined && isTest(inner);
}

function isIdle(callee) {
  if (ts.isPropertyAccessExpression(callee) && idle.has(callee.name.text)) return true;
  const inner = calleeWithin(callee);
  return inner !== undefined && isIdle(inner);
}

function calleeWithin(callee) {
  if (ts.isTaggedTemplateExpression(callee)) return callee.tag;
  return ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee) ? callee.expression : undefined;
}

function textOf(title) {
  if (title === undefined) return undefined;
  if (ts.isStringLiteralLike(title)) return title.text;
  // `B1 · accepts ${scheme}`: what stands before the first value is enough to name a requirement.
  return ts.isTemplateExpression(title) ? `${title.head.text}…` : undefined;
}
