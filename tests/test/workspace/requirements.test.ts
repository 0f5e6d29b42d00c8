import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runNode, type NodeRun } from '../../src/workspace/run-node.js';

const script = 'tools/requirements.js';

it('every requirement that is due is named by a test', () => {
  const { status, stderr } = runNode([script, '--require', 'spine,lifecycle,providers,performance']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe('the list of requirements', () => {
  const naming = {
    B1: `it('B1 · accepts', () => {});`,
    B2: `it('J9, B2 · accepts', () => {});`,
    B3: `it('B3, S-01 · accepts', () => {});`,
    B4: 'it(`B4 · accepts ${scheme}`, () => {});',
    B5: `it.each([['a'], ['b']])('B5 · accepts %s', () => {});`,
    B6: `describe('B6 · bearer', () => { it('accepts', () => {}); });`,
  };
  const notNaming = {
    J1: `it('J-01 · rejects', () => {});`,
    J2: `it('J2–J9 · rejects', () => {});`,
    J3: `it('accepts J3', () => {});`,
    J4: `it.skip('J4 · accepts', () => {});`,
    J5: `describe.skip('later', () => { it('J5 · accepts', () => {}); });`,
    J6: `// it('J6 · accepts')`,
  };
  let root: string;
  let run: NodeRun;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'requirements-'));
    const ids = [...Object.keys(naming), ...Object.keys(notNaming), 'J9'];
    write(
      'docs/requirements.json',
      JSON.stringify(ids.map((id) => ({ id, level: 'must', milestone: 'm', text: 'holds' }))),
    );
    write('packages/core/test/deep/one.test.ts', Object.values(naming).join('\n'));
    write('tests/test/two.test.ts', Object.values(notNaming).join('\n'));
    run = requiring('B1,J3..J5');
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it.each(Object.entries(naming))('finds %s in %s', (id) => {
    expect(run.stdout).toMatch(new RegExp(`^${id} \\[must\\] holds\n {4}packages/core/test/deep/one.test.ts: `, 'm'));
  });

  it.each(Object.entries(notNaming))('does not find %s in %s', (id) => {
    expect(run.stdout).toContain(`\n${id} [must, m] holds\n`);
  });

  it('fails with those that are due and open', () => {
    expect(run).toMatchObject({ status: 1, stderr: 'Due now, and no test names them: J3, J4, J5\n' });
  });

  it('takes a milestone for all of its requirements', () => {
    expect(requiring('m').stderr).toBe('Due now, and no test names them: J1, J2, J3, J4, J5, J6\n');
  });

  it('passes when all that is due is named', () => {
    expect(requiring('B1..B6,J9')).toMatchObject({ status: 0, stderr: '' });
  });

  it('refuses a title that names a requirement that does not exist', () => {
    write('apps/demo/test/three.test.ts', `it('B99 · accepts', () => {});`);
    expect(requiring('')).toMatchObject({ status: 1, stderr: expect.stringContaining('B99') as string });
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  function requiring(ids: string): NodeRun {
    return runNode([script, '--root', root, '--require', ids]);
  }
});
