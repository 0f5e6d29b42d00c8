import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../src/explain/catalogue.js';

const document = readFileSync(join(import.meta.dirname, '../../../../docs/errors.md'), 'utf8');
const section = (reason: string): string =>
  document.split(/^### /m).find((text) => text.startsWith(`${reason}\n`)) ?? '';

describe('the catalogue of reasons', () => {
  it.each(Object.entries(catalogue))('B8 · agrees with the section of docs/errors.md: %s', (reason, guide) => {
    const plain = section(reason).replace(/\s+/g, ' ');

    expect(plain).toContain(guide.summary);
    expect(plain).toContain(guide.likelyCause);
    expect(plain).toContain(guide.fix);
    expect(plain).toMatch(/\*\*Status:\*\* (?:400|401|403|503)/);
  });

  it('B8 · has a section for nothing else', () => {
    expect([...document.matchAll(/^### (.+)$/gm)].map(([, name]) => name).sort()).toEqual(
      Object.keys(catalogue).sort(),
    );
  });
});
