import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from '../../src/workspace/run-node.js';

describe('the totals of all test runs', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'totals-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const start = { event: 'start' };
  const end = (passed: number, failed: number): object => ({ event: 'end', passed, failed });

  it.each([
    ['sum up', [start, start, end(3, 0), end(4, 0)], '0', '7 passed, 0 failed', 0],
    ['fail with a failed test', [start, end(3, 1)], '1', '3 passed, 1 failed', 1],
    ['count a run that crashed as a failure', [start, start, end(3, 0)], '1', '3 passed, 1 failed', 1],
    ['fail when the command failed and no run says why', [start, end(3, 0)], '1', '3 passed, 1 failed', 1],
    ['fail when no test ran', [], '0', '0 passed, 0 failed', 1],
  ])('%s', (_what, events, exitStatus, line, status) => {
    const file = join(folder, 'totals');
    writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    expect(runNode(['tools/test-totals.js', file, exitStatus])).toMatchObject({ stdout: `${line}\n`, status });
  });

  it('fail when no run left a record', () => {
    expect(runNode(['tools/test-totals.js', join(folder, 'none'), '0']).status).toBe(1);
  });

  it.each([
    ['a test that passes', `it('a', () => {});`, '1 passed, 0 failed'],
    ['a test that fails', `it('a', () => { throw new Error('no'); });`, '0 passed, 1 failed'],
    ['a file that does not load', `throw new Error('no');`, '0 passed, 1 failed'],
    ['a run that dies', `it('a', () => { process.kill(process.pid, 'SIGKILL'); });`, '0 passed, 1 failed'],
  ])('hold what Jest saw: %s', (_what, text, line) => {
    writeFileSync(join(folder, 'a.test.js'), text);
    const totals = join(folder, 'totals');
    const reporter = join(import.meta.dirname, '../../../tools/jest-totals-reporter.js');
    const jest = ['node_modules/jest/bin/jest.js', '--runInBand', '--rootDir', folder, '--config', '{}'];
    const { status } = runNode([...jest, '--reporters', reporter], {
      env: { JWT_GUARD_TEST_TOTALS: totals },
    });
    expect(runNode(['tools/test-totals.js', totals, String(status)]).stdout).toBe(`${line}\n`);
  });
});
