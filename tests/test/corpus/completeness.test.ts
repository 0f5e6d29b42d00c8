import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { coverageOfCases } from '../../src/corpus/coverage-of-cases.js';
import type { AttackCase, ExemptCase } from '../../src/corpus/coverage-of-cases.js';
import { runNode, workspaceRoot } from '../../src/workspace/run-node.js';

interface Deviation {
  readonly id: string;
  readonly ours: string;
  readonly why: string;
}

const folder = join(workspaceRoot, 'tests', 'corpus');
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
/** Parts of one list: `deviations.json`, `deviations.transport.json`. */
const readAll = (name: string): readonly unknown[] =>
  readdirSync(folder)
    .filter((file) => file.startsWith(`${name}.`))
    .flatMap((file) => read(file) as readonly unknown[]);

const { cases } = read('attacks.json') as { readonly cases: readonly AttackCase[] };
const exemptions = readAll('corpus-exempt') as readonly ExemptCase[];
const deviations = readAll('deviations') as readonly Deviation[];

describe('the corpus', () => {
  it('holds every attack case that is due, tested or exempt', () => {
    const { stdout } = runNode(['tests/src/corpus/corpus-titles.js']);
    const { ran, exempt, faults } = coverageOfCases(cases, JSON.parse(stdout) as string[], exemptions);
    const partly = exemptions.filter((one) => one.partly === true).map(({ id }) => id);
    const lines = [
      ...deviations.map(({ id, ours }) => `  ${id} deviates: ${ours}`),
      ...exemptions.map(
        ({ id, waitsFor, partly }) => `  ${id}${partly === true ? ', in part,' : ''} waits for ${waitsFor}`,
      ),
      `corpus: ${ran.length} cases ran, ${partly.length} of them in part; ${exempt.length} exempt; ${deviations.length} deviations`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    expect(faults).toEqual([]);
  });

  it('tells of no deviation without a case that is tested, an answer and a reason', () => {
    const { stdout } = runNode(['tests/src/corpus/corpus-titles.js']);
    const { ran } = coverageOfCases(cases, JSON.parse(stdout) as string[], exemptions);
    expect(deviations.filter(({ id, ours, why }) => !ran.includes(id) || ours === '' || why === '')).toEqual([]);
    expect(new Set(deviations.map(({ id }) => id)).size).toBe(deviations.length);
  });

  it('is found wanting where a case is neither tested nor exempt, both, or unknown', () => {
    const attacks = ['S-01', 'S-02', 'S-03', 'S-05'].map((id) => ({ id, prio: 'P0' }));
    const titles = ['S-01 · a', 'S-02, S-09 · b', 'K-01 says nothing'];
    const reasons = { reason: 'r', waitsFor: 'w' };
    const { ran, faults } = coverageOfCases(attacks, titles, [
      { id: 'S-02', ...reasons },
      { id: 'S-03', ...reasons, partly: true },
    ]);
    expect(ran).toEqual(['S-01', 'S-02', 'S-09']);
    expect(faults).toEqual([
      'S-05 is neither tested nor exempt',
      'S-09 is no attack case',
      'S-02 is tested and exempt: say "partly", or drop one',
      'S-03 is said to be tested in part, and no test names it',
    ]);
  });
});
