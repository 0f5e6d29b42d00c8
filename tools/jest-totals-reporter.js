import { appendFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/**
 * Appends one line of JSON to the file named by JWT_GUARD_TEST_TOTALS when a Jest run starts, and one when it ends, so
 * that a run that crashed in between is noticed. `tools/test-totals.js` reads them.
 */
export default class JestTotalsReporter {
  #file = process.env.JWT_GUARD_TEST_TOTALS;

  onRunStart() {
    this.#append({ event: 'start', run: process.pid });
  }

  onRunComplete(_contexts, { numPassedTests, testResults }) {
    const failures = testResults.flatMap(failuresOf);
    this.#append({ event: 'end', run: process.pid, passed: numPassedTests, failures });
  }

  #append(line) {
    if (this.#file) appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

/** Of one test file: what failed, and why. One that does not load holds no tests, and what fails after the tests is none of them. */
function failuresOf({ testFilePath, testExecError, failureMessage, testResults }) {
  const outside = testExecError ? [failure(testFilePath, 'outside of its tests', failureMessage)] : [];
  const failed = testResults.filter(({ status }) => status === 'failed');
  return [
    ...outside,
    ...failed.map(({ fullName, failureMessages }) => failure(testFilePath, fullName, failureMessages.join('\n'))),
  ];
}

function failure(file, test, message) {
  return { file, test, message: stripVTControlCharacters(message ?? '') };
}
