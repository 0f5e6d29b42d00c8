import { runNode } from '../../../src/workspace/run-node.js';

const script = 'tools/fuzz.js';

it('A1 · npm run fuzz shares the tokens among threads, counts all of them, and finds nothing', () => {
  const { status, stdout } = runNode([script, '--tokens', '601', '--seed', '9', '--workers', '2']);
  expect(stdout).toContain('601 tokens of seed 9, in 2 threads, against jose, jsonwebtoken, fast-jwt');
  expect(stdout).toContain('Differential run: seed 9, 601 tokens in ');
  expect(stdout).toContain('Nothing found.');
  expect(status).toBe(0);
}, 120_000);

it('npm run fuzz refuses options that make no sense', () => {
  const { status, stderr } = runNode([script, '--tokens', 'many']);
  expect(stderr).toBe('--tokens: pass a whole number from 1, not many\n');
  expect(status).toBe(2);
}, 120_000);
