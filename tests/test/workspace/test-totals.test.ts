import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode, workspaceRoot } from '../../src/workspace/run-node.js';

describe('the totals of all test runs', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'totals-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const start = { event: 'start' };
  const end = (passed: number, failures: object[] = []): object => ({ event: 'end', passed, failures });
  const failure = { file: join(workspaceRoot, 'a.test.ts'), test: 'a › b', message: 'Expected: 1\n  at a.test.ts' };
  const explained = 'failed: a.test.ts › a › b\n    Expected: 1\n      at a.test.ts\n';

  it.each([
    ['sum up', [start, start, end(3), end(4)], '0', '7 passed, 0 failed', 0],
    ['fail with a failed test, and name it', [start, end(3, [failure])], '1', `${explained}3 passed, 1 failed`, 1],
    ['count a run that crashed', [start, start, end(3)], '1', `failed: a test run did not end\n3 passed, 1 failed`, 1],
    ['fail when the command failed and no run says why', [start, end(3)], '1', '3 passed, 1 failed', 1],
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
    ['a test that passes', `it('a', () => {});`, /^1 passed, 0 failed\n$/],
    [
      'a test that fails',
      `it('a', () => { throw new Error('no'); });`,
      /^failed: \S+a\.test\.js › a\n +Error: no\n[^]+\n0 passed, 1 failed\n$/,
    ],
    [
      'a file that does not load',
      `throw new Error('no');`,
      /^failed: \S+a\.test\.js › outside of its tests\n[^]+no\n[^]+\n0 passed, 1 failed\n$/,
    ],
    [
      'a test that fails, and what comes after all tests too',
      `it('a', () => { throw new Error('no'); }); afterAll(() => { throw new Error('nor that'); });`,
      /^failed: \S+a\.test\.js › outside of its tests\n[^]+\nfailed: \S+a\.test\.js › a\n[^]+\n0 passed, 2 failed\n$/,
    ],
    [
      'a run that dies',
      `it('a', () => { process.kill(process.pid, 'SIGKILL'); });`,
      /^failed: a test run did not end\n0 passed, 1 failed\n$/,
    ],
  ])('hold what Jest saw: %s', (_what, text, output) => {
    writeFileSync(join(folder, 'a.test.js'), text);
    const totals = join(folder, 'totals');
    const reporter = join(import.meta.dirname, '../../../tools/jest-totals-reporter.js');
    const jest = ['node_modules/jest/bin/jest.js', '--runInBand', '--rootDir', folder, '--config', '{}'];
    const { status } = runNode([...jest, '--reporters', reporter], {
      env: { JWT_GUARD_TEST_TOTALS: totals },
    });
    expect(runNode(['tools/test-totals.js', totals, String(status)]).stdout).toMatch(output);
  });
});
