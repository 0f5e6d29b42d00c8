// Prints `N passed, N failed` over all Jest runs recorded in the given file. Usage: node tools/test-totals.js FILE EXIT_STATUS
// where EXIT_STATUS is that of the test command. Exits 1 unless tests ran and none failed.
import { existsSync, readFileSync } from 'node:fs';

const [file, exitStatus] = process.argv.slice(2);
const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean).map(parse) : [];
const ended = lines.filter(({ event }) => event === 'end');
const crashed = lines.filter(({ event }) => event === 'start').length - ended.length;

const passed = sum(ended.map((line) => line.passed));
const counted = sum(ended.map((line) => line.failed)) + crashed;
// The command failed and no run says why: a run that never started, or a test that passed in a process that then died.
const failed = counted === 0 && exitStatus !== '0' ? 1 : counted;

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function parse(line) {
  return JSON.parse(line);
}
