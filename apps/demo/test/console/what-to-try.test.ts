import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whatToTry } from '../../src/console/what-to-try.js';
import type { RunningDemo } from '../support/running-demo.js';
import { runDemo } from '../support/running-demo.js';

const curlIsThere = spawnSync('curl', ['--version']).status === 0;
// On a machine of one's own the run says "skipped"; where CI is set, a missing curl is a failure.
const withCurl = curlIsThere || process.env['CI'] === 'true' ? it : it.skip;

describe('what the demo says to try', () => {
  let demo: RunningDemo;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jwt-guard-demo-'));
    demo = await runDemo();
  });
  afterAll(async () => {
    await demo.close();
    await rm(folder, { recursive: true });
  });

  it('is three lines of curl', () => {
    expect(commands()).toHaveLength(3);
  });

  withCurl('alice reads reports of the Express API, when the first line is pasted', async () => {
    const output = await paste(0);
    expect(output).toMatch(/^HTTP\/1\.1 200 /);
    expect(output).toContain('{"reports":["Q1","Q2","Q3"]}');
  });

  withCurl('alice reads her profile of the Nest API by cookie, when the second line is pasted', async () => {
    const output = await paste(1);
    expect(output).toMatch(/^HTTP\/1\.1 200 /);
    expect(output).toContain('"subject":"alice"');
    expect(output).toContain('"source":"cookie"');
  });

  withCurl('bob is refused and told the scope, when the third line is pasted', async () => {
    const output = await paste(2);
    expect(output).toMatch(/^HTTP\/1\.1 403 /);
    expect(output).toContain('scope="reports:read"');
  });

  function commands(): string[] {
    return whatToTry(demo.origin)
      .split('\n')
      .filter((line) => line.startsWith('curl '));
  }

  async function paste(index: number): Promise<string> {
    const { stdout } = await promisify(execFile)('sh', ['-c', commands()[index] ?? 'exit 1'], { cwd: folder });
    return stdout;
  }
});
