// Lets Node load TypeScript as Jest does here: `./x.js` beside a `.ts` file means `./x.ts`. Given to `node --import`.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transformSync } from 'esbuild';

const isTypeScript = (url) => /^file:.*\.ts$/.test(url ?? '');

export function resolve(specifier, context, next) {
  const isSibling = specifier.startsWith('.') && isTypeScript(context.parentURL);
  return next(isSibling ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export function load(url, context, next) {
  if (!isTypeScript(url)) return next(url, context);
  const path = fileURLToPath(url);
  const options = { loader: 'ts', format: 'esm', target: 'es2023', sourcefile: path, sourcemap: 'inline' };
  const { code } = transformSync(readFileSync(path, 'utf8'), options);
  return { format: 'module', shortCircuit: true, source: `import.meta.jest = globalThis.jest; ${code}` };
}

if (isMainThread) register(import.meta.url);
