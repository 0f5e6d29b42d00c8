import { isObject } from '../options/own-options.js';

/** Where a schema found fault: paths of claims, `address.city`. Its messages may hold values, so they are left out. */
export interface SchemaIssues {
  readonly paths: readonly string[];
}

const maxPaths = 10;

/** Takes the paths of the first ten issues, whatever a schema made of them. */
export function schemaIssues(issues: unknown): SchemaIssues {
  const list: readonly unknown[] = Array.isArray(issues) ? Array.from(issues as readonly unknown[]) : [];
  const paths = list.slice(0, maxPaths).map(pathOf);
  return Object.freeze({ paths: Object.freeze([...new Set(paths)].filter((path) => path !== '')) });
}

function pathOf(issue: unknown): string {
  const path = isObject(issue) ? issue['path'] : undefined;
  return Array.isArray(path) ? Array.from(path as readonly unknown[], stepOf).join('.') : '';
}

/** A step is a name, or an object that holds it as its `key`. */
function stepOf(step: unknown): string {
  const key = isObject(step) ? step['key'] : step;
  return typeof key === 'string' || typeof key === 'number' ? String(key) : '?';
}
