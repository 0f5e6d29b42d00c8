import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBuiltModule, type BuiltModule } from '../../src/workspace/built-module.js';

describe('the reader of built files', () => {
  it.each([
    ['a value', `import { a } from 'x';`],
    ['a side effect', `import 'x';`],
    ['a type', `import type { A } from 'x';`],
    ['a re-export', `export { a } from 'x';`],
    ['a type in place', `export declare const a: import('x').A;`],
    ['an augmentation', `declare module 'x' {}`],
    ['an import on demand', `export const a = () => import('x');`],
  ])('sees %s', (_what, text) => {
    expect(reading(text).imports).toEqual(['x']);
  });

  it.each([
    ['top-level await', `await Promise.resolve();`],
    ['top-level await', `for await (const a of []) {}`],
    ['import.meta', `export const a = () => import.meta.url;`],
  ])('sees %s in %s', (obstacle, text) => {
    expect(reading(text).obstacles).toEqual([obstacle]);
  });

  it('lets a function await', () => {
    expect(reading(`export async function a() { await 1; } const b = { async c() { await 1; } };`).obstacles).toEqual(
      [],
    );
  });

  function reading(text: string): BuiltModule {
    const folder = mkdtempSync(join(tmpdir(), 'built-'));
    try {
      writeFileSync(join(folder, 'a.ts'), text);
      return readBuiltModule(join(folder, 'a.ts'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
});
