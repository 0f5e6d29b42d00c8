// Prints what failed in all Jest runs recorded in the given file, and then `N passed, N failed` as the last line.
// Usage: node tools/test-totals.js FILE EXIT_STATUS where EXIT_STATUS is that of the test command. Exits 1 unless tests ran
// and none failed.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const messageLines = 20;

const [file, exitStatus] = process.argv.slice(2);
const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean).map(parse) : [];
const ended = lines.filter(({ event }) => event === 'end');
const crashed = lines.filter(({ event }) => event === 'start').length - ended.length;
const failures = ended.flatMap((line) => line.failures);

const passed = ended.reduce((total, line) => total + line.passed, 0);
const counted = failures.length + crashed;
// The command failed and no run says why: a run that never started, or a test that passed in a process that then died.
const failed = counted === 0 && exitStatus !== '0' ? 1 : counted;

for (const failure of failures) {
  console.log(`failed: ${relative(process.cwd(), failure.file)} › ${failure.test}`);
  for (const line of failure.message.split('\n').slice(0, messageLines)) console.log(`    ${line}`);
}
for (let run = 0; run < crashed; run += 1) console.log('failed: a test run did not end');
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function parse(line) {
  return JSON.parse(line);
}
