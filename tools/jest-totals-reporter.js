import { appendFileSync } from 'node:fs';

/**
 * Appends one line of JSON to the file named by JWT_GUARD_TEST_TOTALS when a Jest run starts, and one when it ends, so
 * that a run that crashed in between is noticed. `tools/test-totals.js` reads them.
 */
export default class JestTotalsReporter {
  #file = process.env.JWT_GUARD_TEST_TOTALS;

  onRunStart() {
    this.#append({ event: 'start', run: process.pid });
  }

  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    // A test file that does not load holds no tests, so it would not show among the failed ones.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    this.#append({ event: 'end', run: process.pid, passed: numPassedTests, failed });
  }

  #append(line) {
    if (this.#file) appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}
